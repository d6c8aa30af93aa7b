//go:build linux

// Package proof judges the graders, before any learner is judged by them. Each lesson's folder has a test that
// calls it, so that the lessons can be tried by themselves, and at the same time.
//
//	the stub            earns nothing
//	the solution        passes, twice
//	other right ones    pass, however unusual (solutions/…/_right)
//	each wrong answer   fails with exactly its own message
//	after each          nothing is left behind on the machine
//
// A check waits for most of its time, for a program to start, to stop or to end. So there is more than one at a time.
//
// The texts of the failures, in both languages, are golden files: go test ./exercises/…
// -update writes them again.
package proof

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	_ "github.com/minicontainer/minicontainer/exercises" // registers them
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/solutions"
)

var update = flag.Bool("update", false, "write the golden texts again")

// Main is the TestMain of a package with checks: its program is the judge, too. It returns the exit status.
func Main(m *testing.M) int {
	base.RunIfApplet()
	grade.RunIfJudge()
	flag.Parse()
	// Not as root of a user namespace: the judge makes its own, also for an ordinary user.
	return testenv.Audited(func() int {
		var err error
		if state, err = os.MkdirTemp("", "state-"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(state)
		return m.Run()
	})
}

// state is where the base image is unpacked, once for all checks as on a learner's machine.
var state string

// Place is where checks are made; the test is skipped where there can be none.
func Place(t *testing.T) grade.Place {
	t.Helper()
	testenv.Kernel(t)
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	return grade.Place{Module: root, State: state}
}

// Check judges an answer. The test is skipped where this machine lacks what it takes.
func Check(t *testing.T, at grade.Place, x grade.Exercise, s grade.Submission) grade.Result {
	t.Helper()
	r, err := grade.CheckAnyway(context.Background(), at, x, s)
	if err != nil {
		t.Fatal(err)
	}
	if r.Finding.Status == grade.Env {
		testenv.Missing(t, "root", r.Cause("en"))
	}
	return r
}

// AnswerFrom reads a submission from the embedded solutions; what it lacks is the solution's.
func AnswerFrom(t *testing.T, x grade.Exercise, dir string) grade.Submission {
	t.Helper()
	s := grade.Submission{}
	for _, from := range []string{x.Folder, dir} {
		entries, err := fs.ReadDir(solutions.FS, from)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !x.IsAnswer(e.Name()) {
				continue
			}
			if s[e.Name()], err = solutions.FS.ReadFile(path.Join(from, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// Lesson is the exercises of one lesson.
type Lesson []grade.Exercise

// Of finds a lesson by its number, of two digits.
func Of(number string) (l Lesson) {
	for _, x := range grade.All() {
		if x.Lesson() == number {
			l = append(l, x)
		}
	}
	return l
}

// StubsEarnNothing hands in what a learner begins with.
func (l Lesson) StubsEarnNothing(t *testing.T) {
	t.Parallel()
	for _, x := range l {
		t.Run(x.ID, func(t *testing.T) {
			t.Parallel()
			s := grade.Submission{}
			for name, text := range x.Stub() {
				if x.IsAnswer(name) {
					s[name] = text
				}
			}
			at := Place(t)
			r, err := grade.Check(context.Background(), at, x, s)
			if err != nil || r.Finding.ID != "answer.untouched" || r.Points() != 0 {
				t.Errorf("the stub is told as %q with %d points: %v", r.Finding.ID, r.Points(), err)
			}
			if r := Check(t, at, x, s); r.Finding.Status != grade.Fail || r.Points() != 0 {
				t.Errorf("graded all the same the stub is %q with %d points", r.Finding.Status, r.Points())
			}
		})
	}
}

// SolutionsPassTwice tries each twice, as what the first run leaves must not be in the way of the second; with -short once.
func (l Lesson) SolutionsPassTwice(t *testing.T) {
	t.Parallel()
	times := 2
	if testing.Short() {
		times = 1
	}
	for _, x := range l {
		t.Run(x.ID, func(t *testing.T) {
			t.Parallel()
			at := Place(t)
			s := AnswerFrom(t, x, x.Folder)
			for range times {
				if r := Check(t, at, x, s); r.Finding.Status != grade.Pass {
					t.Errorf("the solution fails:\n%s", course.Render(r, nil, "en"))
				}
			}
		})
	}
}

// EachWrongAnswerIsToldAsWhatItIs tries all of them; with -short every sixteenth.
func (l Lesson) EachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	t.Parallel()
	sample := 0
	for _, x := range l {
		proved := map[string]bool{}
		for _, wrong := range Variants(t, x, "_wrong") {
			id, _, _ := strings.Cut(wrong, "@")
			proved[id] = true
			if sample++; testing.Short() && sample%16 != 0 {
				continue
			}
			t.Run(x.ID+" "+wrong, func(t *testing.T) {
				t.Parallel()
				s := AnswerFrom(t, x, path.Join(x.Folder, "_wrong", wrong))
				r := Check(t, Place(t), x, s)
				if r.Finding.Status != grade.Fail || r.Finding.ID != id {
					t.Errorf("told as %q:\n%s", r.Finding.ID, course.Render(r, nil, "en"))
					return // and no golden text of it
				}
				compareGolden(t, x, wrong, r)
			})
		}
		for _, m := range x.Mistakes {
			if !proved[m.ID] {
				t.Errorf("%s: no wrong answer proves %s", x.ID, m.ID)
			}
		}
	}
}

// UnusualRightAnswersPass guards against the worst that a grader can do; with -short it tries every eighth.
func (l Lesson) UnusualRightAnswersPass(t *testing.T) {
	t.Parallel()
	sample := 0
	for _, x := range l {
		for _, right := range Variants(t, x, "_right") {
			if sample++; testing.Short() && sample%8 != 0 {
				continue
			}
			t.Run(x.ID+" "+right, func(t *testing.T) {
				t.Parallel()
				s := AnswerFrom(t, x, path.Join(x.Folder, "_right", right))
				if r := Check(t, Place(t), x, s); r.Finding.Status != grade.Pass {
					t.Errorf("a right answer fails:\n%s", course.Render(r, nil, "en"))
				}
			})
		}
	}
}

// Variants are the answers beside a solution in its folder _wrong or _right, if it has one.
func Variants(t *testing.T, x grade.Exercise, folder string) []string {
	t.Helper()
	entries, err := fs.ReadDir(solutions.FS, path.Join(x.Folder, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
