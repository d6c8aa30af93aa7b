package author

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// skeleton holds the files of a new lesson and a new exercise; .txt keeps Go's tools away.
//
//go:embed all:skeleton
var skeleton embed.FS

// words fill a skeleton.
type words struct {
	Slug, Number string // of the lesson: 02-namespaces, 02
	Name, Folder string // of the exercise: proc, 02-namespaces/03-proc
	ID           string // 02/proc
	Topic        string // namespaces; also the first part of the messages' ids
}

var exerciseName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// NewLesson makes the skeleton of a planned lesson and returns the files, as paths below
// root. After an error the files returned are there.
func NewLesson(root, name string) ([]string, error) {
	l, err := lessonOf(name)
	if err != nil {
		return nil, err
	}
	w := words{Slug: l.Slug(), Number: fmt.Sprintf("%02d", l.Number), Topic: l.Topic}
	return w.write(root, "lesson")
}

func lessonOf(name string) (lessons.Lesson, error) {
	l, ok := lessons.Find(name)
	if !ok {
		return l, fmt.Errorf("find lesson %q: lessons/lessons.go has none of that name", name)
	}
	return l, nil
}

// NewExercise makes the skeleton of an exercise, given as 02/proc, adds it to
// exercises/exercises.go and returns the files. After an error the files returned are there.
func NewExercise(root, id string) ([]string, error) {
	lesson, name, ok := strings.Cut(id, "/")
	if !ok || !exerciseName.MatchString(name) {
		return nil, fmt.Errorf("make exercise %q: the name has the form 02/proc: a lesson, and small letters, digits and hyphens", id)
	}
	l, err := lessonOf(lesson)
	if err != nil {
		return nil, err
	}
	if _, taken := grade.Find(fmt.Sprintf("%02d/%s", l.Number, name)); taken {
		return nil, fmt.Errorf("make exercise %s: there is one of that name", id)
	}
	number, err := nextNumber(filepath.Join(root, "exercises", l.Slug()))
	if err != nil {
		return nil, fmt.Errorf("make exercise %s: %w", id, err)
	}
	w := words{
		Slug: l.Slug(), Number: fmt.Sprintf("%02d", l.Number), Topic: l.Topic, Name: name,
		Folder: path.Join(l.Slug(), fmt.Sprintf("%02d-%s", number, name)), ID: fmt.Sprintf("%02d/%s", l.Number, name),
	}
	made, err := w.write(root, "exercise")
	if err != nil {
		return made, err
	}
	stub := grade.Exercise{ID: w.ID, Folder: w.Folder, Answer: []string{"answer.go"}}
	if err := WriteStub(root, stub); err != nil {
		return made, err
	}
	made = append(made, stubFile(stub))
	if err := addImport(filepath.Join(root, registry), w.Folder); err != nil {
		return made, err
	}
	return append(made, registry), nil
}

// registry is the file in which every exercise has a line.
const registry = "exercises/exercises.go"

// nextNumber is one more than the highest in front of the folders' names.
func nextNumber(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	highest := 0
	for _, e := range entries {
		var n int
		if _, err := fmt.Sscanf(e.Name(), "%02d-", &n); err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1, nil
}

// write fills in the skeleton's files. None may be there yet.
func (w words) write(root, kind string) ([]string, error) {
	var made []string
	err := fs.WalkDir(skeleton, path.Join("skeleton", kind), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := w.fill(name)
		if err != nil {
			return err
		}
		target := w.place(strings.TrimPrefix(name, path.Join("skeleton", kind)+"/"))
		if err := writeNew(filepath.Join(root, target), text); err != nil {
			return err
		}
		made = append(made, target)
		return nil
	})
	if err != nil {
		return made, fmt.Errorf("make %s: %w", kind, err)
	}
	return made, nil
}

// place is where a file of the skeleton goes: its path has FOLDER, SLUG and NAME in it.
func (w words) place(name string) string {
	name = strings.TrimSuffix(name, ".txt")
	return strings.NewReplacer("FOLDER", w.Folder, "SLUG", w.Slug, "NAME", w.Name, "TOPIC", w.Topic).Replace(name)
}

// fill uses other delimiters than Go code and Markdown have.
func (w words) fill(name string) ([]byte, error) {
	text, err := skeleton.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Delims("[[", "]]").Parse(string(text))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	err = t.Execute(&b, w)
	return []byte(b.String()), err
}

func writeNew(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// addImport adds the line by which an exercise registers itself, in the order of the folders.
func addImport(file, folder string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("register exercise: %w", err)
	}
	before, rest, ok := strings.Cut(string(text), "import (\n")
	block, after, closed := strings.Cut(rest, ")\n")
	if !ok || !closed {
		return fmt.Errorf("register exercise: %s has no import block", file)
	}
	lines := strings.Split(strings.TrimSuffix(block, "\n"), "\n")
	lines = append(lines, "\t_ \"github.com/minicontainer/minicontainer/exercises/"+folder+"/grader\"")
	slices.Sort(lines)
	text = []byte(before + "import (\n" + strings.Join(slices.Compact(lines), "\n") + "\n)\n" + after)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return fmt.Errorf("register exercise: %w", err)
	}
	return nil
}
