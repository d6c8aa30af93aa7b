package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/lessons"
)

func TestADemoWithoutATerminalRunsStraightThrough(t *testing.T) {
	containersPossible(t)
	out := said(t, []string{"demo", "01"}, 0, "$ 01-chroot run base sh -c 'pwd; ls'\n/\nbin\n", "\none kernel\n")
	if strings.Contains(out, "any key") {
		t.Errorf("waits for keys:\n%s", out)
	}
}

func TestARecordedDemoNeedsNothingBuilt(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // no go command
	said(t, []string{"demo", "01-chroot", "--recorded"}, 0, "$ 01-chroot run base sh -c 'pwd; ls'\n/\nbin\n")
}

func TestADemoOfALessonThatIsNotThereIsToldBeforeAnythingIsBuilt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if l, ok := unwritten(); ok {
		said(t, []string{"demo", fmt.Sprint(l.Number)}, 1, "open lesson "+l.Slug()+": it is not written yet")
	}
	said(t, []string{"demo", "99"}, 1, `find lesson "99": lessons are numbered 1 to 7`)
	learner(t)
	said(t, []string{"demo", "1"}, 1, "needs a clone")
	said(t, []string{"tour"}, 1, "needs a clone")
}

// unwritten is the last lesson that is not written yet.
func unwritten() (lessons.Lesson, bool) {
	last := slices.Clone(lessons.All) // of which there are no exercises either
	slices.Reverse(last)
	i := slices.IndexFunc(last, func(l lessons.Lesson) bool { return !l.Written })
	if i < 0 {
		return lessons.Lesson{}, false
	}
	return last[i], true
}

func TestTheTourRunsEveryStageAndCompares(t *testing.T) {
	containersPossible(t)
	said(t, []string{"tour"}, 0, "01-chroot\n", "\none kernel\n", "✓ 01-chroot")
}

// blankClone is a clone with the exercises' registry and nothing else.
func blankClone(t *testing.T) {
	t.Helper()
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	registry := readFile(t, filepath.Join(root, "exercises", "exercises.go"))
	changeTo(t, t.TempDir())
	for _, dir := range []string{"cmd/workshop", "exercises"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, "go.mod", "module "+checkout.Module+"\n")
	writeFile(t, "exercises/exercises.go", registry)
}

func TestNewMakesALessonAndAnExerciseToFillIn(t *testing.T) {
	blankClone(t)
	said(t, []string{"new", "lesson", "7"}, 0, "made lessons/07-runtime/README.ko.md", "made slides/07-runtime.md", "verify")
	out := said(t, []string{"new", "exercise", "07/made-up"}, 0, "made exercises/07-runtime/01-made-up/grader/stub.txtar", "made exercises/exercises.go")
	for _, line := range strings.Split(out, "\n") {
		if name, ok := strings.CutPrefix(line, "made "); ok {
			if text := readFile(t, name); strings.Contains(text, "[[") {
				t.Errorf("%s: not filled in:\n%s", name, text)
			}
		}
	}
	registry := readFile(t, "exercises/exercises.go")
	if strings.Count(registry, "exercises/07-runtime/01-made-up/grader\"") != 1 || !strings.Contains(registry, "exercises/01-chroot/11-cleanup/grader\"") {
		t.Errorf("the registry:\n%s", registry)
	}
	if stub := readFile(t, "exercises/07-runtime/01-made-up/grader/stub.txtar"); !strings.Contains(stub, "-- answer.go --") {
		t.Errorf("the stub:\n%s", stub)
	}
	said(t, []string{"new", "exercise", "7/another"}, 0, "exercises/07-runtime/02-another/README.md")
}

func TestNewRefusesWhatItWouldOverwriteOrCannotName(t *testing.T) {
	blankClone(t)
	said(t, []string{"new", "lesson", "07"}, 0)
	writeFile(t, "lessons/07-runtime/README.md", "precious")
	said(t, []string{"new", "lesson", "07"}, 1, "file exists")
	if got := readFile(t, "lessons/07-runtime/README.md"); got != "precious" {
		t.Errorf("overwritten with %q", got)
	}
	for args, want := range map[string]string{
		"lesson 9":          `find lesson "9"`,
		"exercise 07/A B":   "small letters",
		"exercise proc":     "small letters",
		"exercise 01/chdir": "there is one of that name",
		"stub 01/nosuch":    "find exercise 01/nosuch: there is none",
	} {
		kind, name, _ := strings.Cut(args, " ")
		said(t, []string{"new", kind, name}, 1, want)
	}
	if found, err := fs.Glob(os.DirFS("."), "exercises/*/[0-9]*"); err != nil || len(found) > 0 {
		t.Errorf("made %q: %v", found, err)
	}
}

func TestNewStubTakesTheFolderAsItIs(t *testing.T) {
	learner(t)
	if err := os.MkdirAll("cmd/workshop", 0o755); err != nil { // what tells a clone
		t.Fatal(err)
	}
	folder := filepath.Dir(answerFile(t, "01/chdir"))
	if err := os.Mkdir(filepath.Join(folder, "grader"), 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(folder, "README.md"), "another text\n")
	said(t, []string{"new", "stub", "chdir"}, 0, "01/chdir: the folder is what learners get now")
	stub := readFile(t, filepath.Join(folder, "grader", "stub.txtar"))
	if !strings.Contains(stub, "-- README.md --\nanother text\n") || !strings.Contains(stub, "-- run.go --\n") {
		t.Errorf("the stub:\n%s", stub)
	}
}
