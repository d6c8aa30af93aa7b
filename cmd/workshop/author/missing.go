package author

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// Missing walks through the lessons and exercises of the checkout at root and returns a
// line for each thing that is not there yet.
func Missing(root string) ([]string, error) {
	var lines []string
	for _, l := range lessons.All {
		if _, err := os.Stat(filepath.Join(root, "lessons", l.Slug())); err != nil && !l.Written {
			continue
		}
		lines = append(lines, lessonLacks(root, l)...)
	}
	more, err := exercisesLack(root)
	if err != nil {
		return nil, fmt.Errorf("walk through exercises: %w", err)
	}
	concepts, err := conceptsLack(root)
	if err != nil {
		return nil, fmt.Errorf("walk through concepts: %w", err)
	}
	return slices.Concat(lines, more, concepts), nil
}

// lessonFiles are what every lesson has; a pattern stands for one file at least.
var lessonFiles = []string{
	"lessons/SLUG/README.md", "lessons/SLUG/README.ko.md", "lessons/SLUG/main.go", "lessons/SLUG/run.go",
	"lessons/SLUG/testdata/demo.transcript", "lessons/SLUG/testdata/tour.transcript",
	"lessons/SLUG/testdata/keeps-*.txtar",
	"slides/SLUG.md", "slides/SLUG.ko.md",
	"exercises/SLUG/*/grader/*.go", "solutions/SLUG/*/*",
}

func lessonLacks(root string, l lessons.Lesson) []string {
	var lines []string
	for _, pattern := range lessonFiles {
		pattern = strings.ReplaceAll(pattern, "SLUG", l.Slug())
		if found, err := filepath.Glob(filepath.Join(root, pattern)); err != nil || len(found) == 0 {
			lines = append(lines, pattern+": missing")
		}
	}
	if !l.Written {
		lines = append(lines, "lessons/lessons.go: lesson "+l.Slug()+" is there, but is not marked as written")
	}
	for _, dir := range []string{"lessons/" + l.Slug(), "exercises/" + l.Slug(), "solutions/" + l.Slug()} {
		lines = append(lines, placeholders(root, dir)...)
	}
	for _, deck := range []string{"slides/" + l.Slug() + ".md", "slides/" + l.Slug() + ".ko.md"} {
		lines = append(lines, placeholders(root, deck)...)
	}
	return lines
}

// placeholders are the lines below a path that hold a skeleton's mark.
func placeholders(root, below string) []string {
	var lines []string
	filepath.WalkDir(filepath.Join(root, below), func(file string, d fs.DirEntry, err error) error { //nolint:errcheck // what cannot be read is told as missing
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(file, "stub.txtar") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			name = file
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if bytes.Contains(line, []byte("«")) && bytes.Contains(line, []byte("»")) {
				lines = append(lines, fmt.Sprintf("%s:%d: still a placeholder: %s", name, i+1, bytes.TrimSpace(line)))
			}
		}
		return nil
	})
	return lines
}

func exercisesLack(root string) ([]string, error) {
	folders, err := filepath.Glob(filepath.Join(root, "exercises", "[0-9][0-9]-*", "[0-9][0-9]-*"))
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, folder := range folders {
		name := path.Join(filepath.Base(filepath.Dir(folder)), filepath.Base(folder))
		i := slices.IndexFunc(grade.All(), func(x grade.Exercise) bool { return x.Folder == name })
		if i < 0 {
			lines = append(lines, "exercises/"+name+": not registered: no import line in exercises/exercises.go, or another Folder in its grader")
			continue
		}
		lines = append(lines, exerciseLacks(root, grade.All()[i])...)
	}
	return lines, nil
}
