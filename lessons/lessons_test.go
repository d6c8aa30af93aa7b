package lessons_test

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/ladder"
)

func here(t *testing.T) ladder.Ladder {
	t.Helper()
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	return ladder.New(root)
}

func TestRuntimeIsTheSumOfTheLessons(t *testing.T) {
	problems, err := here(t).Check()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Error(problem)
	}
}

// TestStagesKeepWhatLessonsAchieved runs each lesson's scripts against each stage.
func TestStagesKeepWhatLessonsAchieved(t *testing.T) {
	l := here(t)
	trials, err := l.Trials()
	if err != nil {
		t.Fatal(err)
	}
	if len(trials) == 0 {
		t.Skip("no lesson has a script yet")
	}
	stages := map[int]string{}
	for _, trial := range trials {
		dir, built := stages[trial.Stage]
		if !built {
			dir = build(t, l, trial.Stage)
			stages[trial.Stage] = dir
		}
		t.Run(fmt.Sprintf("%s at %d", filepath.Base(trial.Script), trial.Stage), func(t *testing.T) {
			if passed := play(t, filepath.Join(l.Root, trial.Script), dir); passed != trial.Holds {
				t.Errorf("%s at stage %d: passed is %v, want %v", trial.Script, trial.Stage, passed, trial.Holds)
			}
		})
	}
}

func build(t *testing.T, l ladder.Ladder, stage int) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(dir, "stage"), l.StagePackage(stage))
	cmd.Dir = l.Root
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build stage %d: %v\n%s", stage, err, output)
	}
	return dir
}

// play runs one script and reports whether it passed, which is not yet a verdict.
func play(t *testing.T, script, dir string) bool {
	outcome := &recorder{t: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		testscript.RunT(outcome, testscript.Params{
			Files: []string{script},
			Setup: func(env *testscript.Env) error {
				env.Setenv("PATH", dir+string(filepath.ListSeparator)+env.Getenv("PATH"))
				return nil
			},
		})
	}()
	<-done
	return !outcome.failed
}

// recorder is a testscript.T that notes a failure instead of failing the test. Its
// FailNow and Skip end their goroutine, as the interface asks.
type recorder struct {
	t      *testing.T
	failed bool
}

func (r *recorder) Skip(args ...any) { r.t.Log(args...); runtime.Goexit() }
func (r *recorder) Fatal(args ...any) {
	r.t.Log(args...)
	r.FailNow()
}
func (r *recorder) Parallel()       {}
func (r *recorder) Log(args ...any) { r.t.Log(args...) }
func (r *recorder) FailNow()        { r.failed = true; runtime.Goexit() }
func (r *recorder) Verbose() bool   { return testing.Verbose() }

// Run runs the one script in a goroutine of its own, so that FailNow ends it alone.
func (r *recorder) Run(_ string, f func(testscript.T)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(r)
	}()
	<-done
}

func TestPlayTellsAPassingScriptFromAFailingOne(t *testing.T) {
	for script, want := range map[string]bool{"pass.txtar": true, "fail.txtar": false} {
		if got := play(t, filepath.Join("testdata", script), t.TempDir()); got != want {
			t.Errorf("%s: passed is %v, want %v", script, got, want)
		}
	}
}
