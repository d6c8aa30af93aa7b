//go:build linux

package lessons_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/ladder"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

var update = flag.Bool("update", false, "record the transcripts again")

// TestMain has the tests watched for what they leave behind. An ordinary user's are
// not made root of a user namespace first: the stages are to be seen rootless.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(testenv.Audited(m.Run))
}

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
	containersPossible(t)
	l := here(t)
	trials, err := l.Trials()
	if err != nil {
		t.Fatal(err)
	}
	programs := buildPrograms(t)
	stages := map[int]string{}
	for _, trial := range trials {
		if stages[trial.Stage] == "" {
			stages[trial.Stage] = stageDir(t, programs, filepath.Base(l.StagePackage(trial.Stage)))
		}
		t.Run(fmt.Sprintf("%s at %d", filepath.Base(trial.Script), trial.Stage), func(t *testing.T) {
			if passed := play(t, filepath.Join(l.Root, trial.Script), stages[trial.Stage]); passed != trial.Holds {
				t.Errorf("%s at stage %d: passed is %v, want %v", trial.Script, trial.Stage, passed, trial.Holds)
			}
		})
	}
}

// containersPossible skips where this user can make none.
func containersPossible(t *testing.T) {
	t.Helper()
	testenv.Kernel(t)
	unshare := exec.Command(testenv.Peer(t, "unshare"), "--user", "--map-root-user", "--mount", "true")
	if err := unshare.Run(); err != nil {
		testenv.Missing(t, "root", "this user may not make namespaces")
	}
}

// buildPrograms builds the stages, and what else the lessons have to show, into one
// folder that other users can get to. The go command is linked there, too.
func buildPrograms(t *testing.T) string {
	t.Helper()
	dir := placeForAll(t)
	build := exec.Command("go", "build", "-o", dir, "./...", "../cmd/minicontainer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	goCommand, err := exec.LookPath("go")
	if err == nil {
		err = os.Symlink(goCommand, filepath.Join(dir, "go"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// stageDir is a folder to begin PATH with: the program as "stage", and its state.
func stageDir(t *testing.T, programs, name string) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() { // an overlay's own directory has no rights for an ordinary user
		if err := rootfs.RemoveTree(filepath.Join(dir, "state")); err != nil {
			t.Error(err)
		}
	})
	if err := os.Symlink(filepath.Join(programs, name), filepath.Join(dir, "stage")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(programs, "escape"), filepath.Join(dir, "escape")); err != nil {
		t.Fatal(err)
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
				env.Setenv("MINICONTAINER_ROOT", filepath.Join(dir, "state"))
				env.Setenv("MINICONTAINER_NETWORK", "none") // not this machine's
				return nil
			},
			Condition: condition,
		})
	}()
	<-done
	return !outcome.failed
}

// condition tells what a script may ask for: "root", and "vm" for virtual machines.
func condition(name string) (bool, error) {
	if name == "vm" {
		_, err := vm.FindKernel()
		return err == nil && vm.TCG.Possible() == nil, nil
	}
	return name == "root" && os.Geteuid() == 0, nil
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
