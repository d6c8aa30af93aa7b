// Package ladder checks that the runtime is the sum of the lessons.
//
// Each idea of the course lives once, in a package of minicontainer/, and the
// table in package lessons says which lesson introduces it. From the table follow
//
//   - packages: every package is in the table, and the table holds no others,
//   - direction: minicontainer/ imports neither lessons/ nor cmd/ nor exercises/,
//   - imports: the stage of lesson N imports what lessons up to N introduced,
//   - steps: from one stage's run.go to the next little changes,
//   - behaviour: what a lesson achieves, every later stage still does, and what it
//     leaves broken is broken until the lesson named (behaviour.go).
//
// Only source text is read; nothing is compiled.
package ladder

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/lessons"
)

const runtimeDir = "minicontainer"

// Ladder is a checkout and the table it is measured against.
type Ladder struct {
	Root     string
	Lessons  []lessons.Lesson
	Packages map[string]int
}

// New measures the checkout at root against the course's own table.
func New(root string) Ladder { return Ladder{root, lessons.All, lessons.Packages} }

// Check returns a line for everything that is not as the table says.
func (l Ladder) Check() ([]string, error) {
	var problems []string
	for _, check := range []func() ([]string, error){
		l.checkPackages, l.checkDirection, l.checkWritten, l.checkStages, l.checkSteps, l.checkScripts,
	} {
		found, err := check()
		if err != nil {
			return nil, fmt.Errorf("check ladder: %w", err)
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

func (l Ladder) checkPackages() ([]string, error) {
	present, err := l.packages(runtimeDir)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, name := range present {
		if _, listed := l.Packages[name]; !listed {
			problems = append(problems, fmt.Sprintf("%s/%s: not in the table of lessons/lessons.go", runtimeDir, name))
		}
	}
	for _, name := range sortedKeys(l.Packages) {
		if !slices.Contains(present, name) {
			problems = append(problems, fmt.Sprintf("lessons/lessons.go: lists %s, which is not a package of %s/", name, runtimeDir))
		}
	}
	return problems, nil
}

// packages lists the directories below dir that hold Go files other than tests.
func (l Ladder) packages(dir string) ([]string, error) {
	files, err := checkout.Files(filepath.Join(l.Root, dir), ".go")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			names = append(names, path.Dir(file))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func (l Ladder) checkDirection() ([]string, error) {
	files, err := checkout.Files(filepath.Join(l.Root, runtimeDir), ".go")
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, file := range files {
		imports, err := l.imports(path.Join(runtimeDir, file))
		if err != nil {
			return nil, err
		}
		for _, imported := range imports {
			switch first, _, _ := strings.Cut(imported, "/"); first {
			case "lessons", "cmd", "exercises", "solutions":
				problems = append(problems, fmt.Sprintf("%s/%s: imports %s, against the arrow", runtimeDir, file, imported))
			}
		}
	}
	return problems, nil
}

// imports returns what a file imports of our own module, relative to it.
func (l Ladder) imports(file string) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(l.Root, file), nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var own []string
	for _, spec := range parsed.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if name, ok := strings.CutPrefix(full, checkout.Module+"/"); ok {
			own = append(own, name)
		}
	}
	return own, nil
}

func (l Ladder) checkWritten() ([]string, error) {
	var problems []string
	for _, lesson := range l.Lessons {
		exists, err := isFile(l.stageFile(lesson, "main.go"))
		if err != nil {
			return nil, err
		}
		switch {
		case exists && !lesson.Written:
			problems = append(problems, fmt.Sprintf("lessons/%s: exists, but the table says it is not written", lesson.Slug()))
		case !exists && lesson.Written:
			problems = append(problems, fmt.Sprintf("lessons/%s: has no main.go, but the table says it is written", lesson.Slug()))
		}
	}
	return problems, nil
}

// checkStages looks at direct imports only: that a package of lesson 1 uses one of
// lesson 7 inside is the runtime's affair, that a learner has to read it is ours.
func (l Ladder) checkStages() ([]string, error) {
	var problems []string
	for _, lesson := range l.written() {
		files, err := checkout.Files(filepath.Join(l.Root, "lessons", lesson.Slug()), ".go")
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			file = path.Join("lessons", lesson.Slug(), file)
			imports, err := l.imports(file)
			if err != nil {
				return nil, err
			}
			for _, imported := range imports {
				name, ok := strings.CutPrefix(imported, runtimeDir+"/")
				if first := l.Packages[name]; ok && first > lesson.Number {
					problems = append(problems, fmt.Sprintf("%s: imports %s, which lesson %d introduces", file, imported, first))
				}
			}
		}
	}
	return problems, nil
}

func (l Ladder) written() []lessons.Lesson {
	return slices.DeleteFunc(slices.Clone(l.Lessons), func(lesson lessons.Lesson) bool { return !lesson.Written })
}

func (l Ladder) stageFile(lesson lessons.Lesson, name string) string {
	return filepath.Join(l.Root, "lessons", lesson.Slug(), name)
}

func isFile(name string) (bool, error) {
	info, err := os.Stat(name)
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil && info.Mode().Type() != fs.ModeDir, err
}

func sortedKeys(table map[string]int) []string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
