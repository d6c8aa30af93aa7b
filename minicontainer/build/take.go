// Taking files out of a tree: the build context, or the root of another stage.
//
// The tree is foreign data: its symlinks may point anywhere. The path of a source is walked by the kernel as if
// the tree were "/" (package syscalls), so `COPY link/secret .` finds what a process chrooted to the
// context would find; below a source nothing is followed: a symlink is copied as a symlink.
//
// What is taken is an archive that says what Docker's COPY means: of a source that is a directory the content, which
// the entry "./" begins; of any other source the thing itself, under the last part of its name.

package build

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"

	"github.com/moby/patternmatcher"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Selection says what is taken from a tree. It is a plain value, so that another process can be told.
type Selection struct {
	// Sources are paths below the tree's root, with patterns as path.Match knows them: a star stops at a slash.
	Sources []string
	// Ignore has the patterns of a .dockerignore: what they match does not exist.
	Ignore []string
	// KeepOwners takes owners as they are; otherwise all belongs to 0:0.
	KeepOwners bool
	// KeepLinks takes a source that is a symlink as one; otherwise what it leads to.
	KeepLinks bool
	// Named has the entries of a source that is a directory begin with its name; otherwise with ".".
	Named bool
}

// Causes of errors of Take and Land.
var (
	ErrNothingTaken = errors.New("no such file")
	ErrIgnored      = errors.New("no such file, as .dockerignore leaves it out")
	ErrWhiteout     = errors.New("a name that begins with .wh. cannot be in a layer, where it would delete a file")
	ErrSocket       = errors.New("a socket cannot be copied")
)

// Take writes an archive of the sources below root, the same for the same files in whatever order the file system
// lists them. Modification times and hard links are kept, extended attributes are not. A source without pattern
// characters must be there, and the sources together must be something.
func Take(root string, s Selection, archive io.Writer) error {
	found, err := s.find(root)
	if err != nil {
		return err
	}
	t := &taker{tar: tar.NewWriter(archive), selection: s, root: root, links: map[inode]string{}}
	if t.ignore, err = patternmatcher.New(s.Ignore); err != nil {
		return fmt.Errorf("read .dockerignore: %w", err)
	}
	for _, source := range found {
		if err := t.source(source); err != nil {
			return err
		}
	}
	if t.entries == 0 {
		return fmt.Errorf("take %s: %w", strings.Join(s.Sources, " "), ErrNothingTaken)
	}
	return t.tar.Close()
}

type inode struct{ dev, ino uint64 }

type taker struct {
	tar       *tar.Writer
	selection Selection
	root      string
	ignore    *patternmatcher.PatternMatcher
	links     map[inode]string // where a file of several names went first
	pending   []tar.Header     // directories that are ignored, but something in them may not be
	entries   int
}

// thing is one file, directory or other on its way: known by its name in an open directory, so that nobody can
// put a symlink in its place between the look and the copy.
type thing struct {
	dir    *os.File // the directory it is in
	base   string   // its name there
	path   string   // its path below the root, for the patterns of .dockerignore
	name   string   // its name in the archive
	parent patternmatcher.MatchInfo
}

// source takes what one path stands for.
func (t *taker) source(m match) error {
	name := m.path
	at, stat, err := t.open(name)
	if err != nil {
		return fmt.Errorf("take %s: %w", name, err)
	}
	defer at.dir.Close()
	before := t.entries
	at.name = path.Base(name)
	if stat.Mode&unix.S_IFMT == unix.S_IFDIR && (!t.selection.Named || at.path == ".") {
		at.name = "."
	}
	if err := t.take(at); err != nil {
		return err
	}
	t.pending = nil
	if t.entries == before && !m.pattern {
		return fmt.Errorf("take %s: %w", name, ErrIgnored)
	}
	return nil
}

// open finds a source: the directory it is really in, after all symlinks, and its name there.
func (t *taker) open(name string) (thing, unix.Stat_t, error) {
	var stat unix.Stat_t
	flags := unix.O_PATH
	if t.selection.KeepLinks {
		flags |= unix.O_NOFOLLOW
	}
	file, err := syscalls.OpenInRoot(t.root, name, flags)
	if err != nil {
		return thing{}, stat, missing(err)
	}
	defer file.Close()
	if err := unix.Fstat(int(file.Fd()), &stat); err != nil {
		return thing{}, stat, err
	}
	real, err := t.realPath(file)
	if err != nil {
		return thing{}, stat, err
	}
	at := thing{path: real, base: path.Base(real)}
	if real == "." {
		at.dir, err = syscalls.OpenInRoot(t.root, "/", unix.O_PATH|unix.O_DIRECTORY)
	} else {
		at.dir, err = syscalls.OpenInRoot(t.root, path.Dir(real), unix.O_PATH|unix.O_DIRECTORY)
	}
	if err != nil {
		return thing{}, stat, missing(err)
	}
	at.parent, err = t.above(real)
	return at, stat, err
}

// realPath is where an open file is below the root.
func (t *taker) realPath(file *os.File) (string, error) {
	root, err := syscalls.OpenInRoot(t.root, "/", unix.O_PATH)
	if err != nil {
		return "", err
	}
	defer root.Close()
	var names [2]string
	for i, f := range []*os.File{root, file} {
		if names[i], err = os.Readlink(syscalls.FDPath(f)); err != nil {
			return "", err
		}
	}
	below := strings.TrimPrefix(names[1], strings.TrimSuffix(names[0], "/"))
	return path.Clean(strings.TrimPrefix(below, "/")), nil
}

// above is what the patterns say of the directories on the way to a path.
func (t *taker) above(name string) (info patternmatcher.MatchInfo, err error) {
	for i, c := range name {
		if c == '/' && err == nil {
			_, info, err = t.ignore.MatchesUsingParentResults(name[:i], info)
		}
	}
	return info, err
}

// take takes one thing, and of a directory what is in it.
func (t *taker) take(at thing) error {
	var stat unix.Stat_t
	if err := unix.Fstatat(int(at.dir.Fd()), at.base, &stat, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("take %s: %w", at.path, err)
	}
	ignored, info := false, at.parent
	if at.path != "." { // "the context" cannot be ignored, only all that is in it
		var err error
		if ignored, info, err = t.ignore.MatchesUsingParentResults(at.path, at.parent); err != nil {
			return fmt.Errorf("match %s: %w", at.path, err)
		}
	}
	at.parent = info
	isDir := stat.Mode&unix.S_IFMT == unix.S_IFDIR
	if ignored && (!isDir || !t.ignore.Exclusions()) {
		return nil
	}
	header, err := t.header(at, &stat)
	if err != nil {
		return fmt.Errorf("take %s: %w", at.path, err)
	}
	if !isDir {
		return t.write(at, header)
	}
	return t.directory(at, header, ignored)
}

// directory takes a directory and its content. If it is ignored it is taken only with something in it that is not.
func (t *taker) directory(at thing, header *tar.Header, ignored bool) error {
	depth := len(t.pending)
	t.pending = append(t.pending, *header)
	if !ignored {
		if err := t.flush(); err != nil {
			return err
		}
	}
	fd, err := unix.Openat(int(at.dir.Fd()), at.base, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("take %s: %w", at.path, err)
	}
	dir := os.NewFile(uintptr(fd), at.path)
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return fmt.Errorf("take %s: %w", at.path, err)
	}
	sort.Strings(names)
	for _, name := range names {
		inner := thing{dir: dir, base: name, path: path.Join(at.path, name), name: path.Join(at.name, name), parent: at.parent}
		if err := t.take(inner); err != nil {
			return err
		}
	}
	if len(t.pending) > depth {
		t.pending = t.pending[:depth]
	}
	return nil
}

// flush writes the directories that something turned out to be in.
func (t *taker) flush() error {
	for i := range t.pending {
		if err := t.tar.WriteHeader(&t.pending[i]); err != nil {
			return fmt.Errorf("take %s: %w", t.pending[i].Name, err)
		}
		t.entries++
	}
	t.pending = nil
	return nil
}

// write puts one thing that is no directory into the archive.
func (t *taker) write(at thing, header *tar.Header) error {
	if err := t.flush(); err != nil {
		return err
	}
	t.entries++
	err := t.tar.WriteHeader(header)
	if err == nil && header.Typeflag == tar.TypeReg {
		err = t.content(at, header.Size)
	}
	if err != nil {
		return fmt.Errorf("take %s: %w", at.path, err)
	}
	return nil
}

var errShrunk = errors.New("the file became shorter while it was read")

func (t *taker) content(at thing, size int64) error {
	// Should a FIFO have taken the file's place, O_NONBLOCK has the open return.
	fd, err := unix.Openat(int(at.dir.Fd()), at.base, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	file := os.NewFile(uintptr(fd), at.path)
	defer file.Close()
	_, err = io.CopyN(t.tar, file, size)
	if errors.Is(err, io.EOF) {
		return errShrunk
	}
	return err
}

// missing shortens the error about a path that is not there: who reads it knows the path, and not the root.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) {
		return ErrNothingTaken
	}
	return err
}
