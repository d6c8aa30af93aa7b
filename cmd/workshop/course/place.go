//go:build linux

package course

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/exercises/given"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// Place is where a learner works: a clone of the project, or a folder that Make has made.
type Place struct {
	Root string // absolute; holds go.mod and exercises/
}

// ErrNoPlace says that the current directory is in no such folder.
var ErrNoPlace = errors.New("find exercises: not in a clone of the course, nor in a folder made by `workshop start`")

// Find returns the place that dir is in, or ErrNoPlace.
func Find(dir string) (Place, error) {
	root, err := checkout.Root(dir)
	if errors.Is(err, checkout.ErrOutside) {
		return Place{}, ErrNoPlace
	}
	if err != nil {
		return Place{}, err
	}
	if _, err := os.Stat(filepath.Join(root, "exercises")); err != nil {
		return Place{}, ErrNoPlace
	}
	return Place{root}, nil
}

// FolderName is what Make calls the folder.
const FolderName = "minicontainer-workshop"

// Make makes a place below dir from what is built into this program, for people who have
// no clone: a Go module with the stubs of all exercises. A folder that is there already is
// completed, and nothing in it is overwritten. After an error it may be incomplete; the
// next Make goes on.
func Make(dir string) (Place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Place{}, fmt.Errorf("make workshop folder: %w", err)
	}
	p := Place{filepath.Join(dir, FolderName)}
	files := map[string][]byte{
		"go.mod":                   []byte(moduleFile),
		"go.sum":                   []byte(moduleSums),
		"exercises/given/given.go": []byte(given.Source),
		"exercises/given/tree.go":  []byte(given.TreeSource),
	}
	if err := addChapters(files); err != nil {
		return Place{}, fmt.Errorf("make workshop folder: %w", err)
	}
	for _, x := range grade.All() {
		for name, text := range x.Stub() {
			files[filepath.Join("exercises", x.Folder, name)] = text
		}
	}
	for name, text := range files {
		if err := writeIfMissing(filepath.Join(p.Root, name), text); err != nil {
			return Place{}, fmt.Errorf("make workshop folder: %w", err)
		}
	}
	err = filepath.WalkDir(p.Root, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, giveToOwnerOf(dir, path))
	})
	if err != nil {
		return Place{}, fmt.Errorf("make workshop folder: %w", err)
	}
	return p, nil
}

// moduleFile names the module as the clone's, and the one library that answers use; a test
// compares the version and the sums with the clone's own.
const (
	moduleFile = "module " + checkout.Module + "\n\ngo 1.23.0\n\nrequire golang.org/x/sys v0.35.0\n"
	moduleSums = `golang.org/x/sys v0.35.0 h1:vz1N37gP5bs89s7He8XuIYXpyY0+QlsKmzipCbUtyxI=
golang.org/x/sys v0.35.0/go.mod h1:BJP2sWEmIv4KK5OTEluFJCKSidICx8ciO85XgH3Ak8k=
`
)

// addChapters adds the texts of the lessons.
func addChapters(files map[string][]byte) error {
	return fs.WalkDir(lessons.Texts, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[filepath.Join("lessons", name)], err = lessons.Texts.ReadFile(name)
		return err
	})
}

func writeIfMissing(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Folder is the exercise's folder.
func (p Place) Folder(x grade.Exercise) string {
	return filepath.Join(p.Root, "exercises", filepath.FromSlash(x.Folder))
}

// Short is an absolute path as a person would type it: from the working directory on where
// it lies below that.
func (p Place) Short(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && !strings.HasPrefix(short, "..") {
		return short
	}
	return path
}

// Write writes a file below the place for the learner, whole or, after an error, not at
// all. Where root writes into somebody's folder (sudo), the file is theirs all the same.
func (p Place) Write(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// A name that nobody can guess: root must not write through a symlink put there.
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Chmod(0o644), temp.Close()); err != nil {
		os.Remove(temp.Name())
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		os.Remove(temp.Name())
		return err
	}
	return p.giveBack(path)
}

// giveBack makes the owner of the place the owner of a path in it and of the directories
// between them.
func (p Place) giveBack(path string) error {
	for at := path; len(at) > len(p.Root); at = filepath.Dir(at) {
		if err := giveToOwnerOf(filepath.Join(p.Root, "exercises"), at); err != nil {
			return err
		}
	}
	return nil
}

// giveToOwnerOf gives path the owner of another one. Only root can, and only root needs to.
func giveToOwnerOf(other, path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	var owner unix.Stat_t
	if err := unix.Stat(other, &owner); err != nil {
		return fmt.Errorf("look at %s: %w", other, err)
	}
	return os.Lchown(path, int(owner.Uid), int(owner.Gid))
}

// Select returns the exercises that a learner names: "" all; 1, 01 or 01-chroot those of a
// lesson; 01/chdir, 1/chdir, chdir or the folder 01-chroot/03-chdir one. A name that several
// lessons have stands for all of them.
func Select(name string) ([]grade.Exercise, error) {
	wanted := strings.TrimSuffix(strings.TrimPrefix(name, "exercises/"), "/")
	if len(wanted) > 1 && wanted[1] == '/' {
		wanted = "0" + wanted
	}
	lesson, isLesson := lessons.Find(wanted)
	var found []grade.Exercise
	for _, x := range grade.All() {
		_, short, _ := strings.Cut(x.ID, "/")
		if name == "" || x.ID == wanted || short == wanted || x.Folder == wanted || isLesson && path.Dir(x.Folder) == lesson.Slug() {
			found = append(found, x)
		}
	}
	if len(found) == 0 && isLesson {
		return nil, fmt.Errorf("find exercises of %s: the lesson is not written yet", lesson.Slug())
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("find exercise %s: there is none; `workshop list` shows them", name)
	}
	return found, nil
}
