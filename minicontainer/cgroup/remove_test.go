package cgroup_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestRemoveKillsWhatIsInsideAndMayBeCalledAgain(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			cmd := hold(t, g, "sleep 60 & echo; wait")
			if pids, err := g.Pids(); err != nil || len(pids) != 2 {
				t.Errorf("the shell and its child are %v, %v", pids, err)
			}
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(cmd) {
				t.Error("the shell was not killed")
			}
			if err := g.Remove(); err != nil {
				t.Errorf("a second time: %v", err)
			}
			again := group(t, l)
			if _, err := run(t, again, "true"); err != nil {
				t.Errorf("a new group of the same name: %v", err)
			}
		})
	}
}

func TestGroupsThatAProgramMadeBelowGoWithIt(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			inner := filepath.Join(g.Dirs()[0], "inner", "most")
			cmd := hold(t, g, "mkdir -p "+inner+" && echo $$ > "+inner+"/cgroup.procs && echo && exec sleep 60")
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(cmd) {
				t.Error("the program in the innermost group was not killed")
			}
			if _, err := os.Stat(filepath.Dir(filepath.Dir(inner))); !os.IsNotExist(err) {
				t.Errorf("the group: %v", err)
			}
		})
	}
}

// TestKillWinsAgainstProcessesThatAreNeverTheSame: each lives only until it has forked its
// successor, so that a list of them is old when it has been read.
func TestKillWinsAgainstProcessesThatAreNeverTheSame(t *testing.T) {
	g := group(t, limits{Pids: 5000})
	cmd := hold(t, g, "f() { f & }; for i in 1 2 3 4 5; do f & done; echo; sleep 60")
	if err := g.Kill(); err != nil {
		t.Error(err)
	}
	if pids, err := g.Pids(); err != nil || len(pids) != 0 {
		t.Errorf("there are still %v, %v", pids, err)
	}
	if !killed(cmd) {
		t.Error("the script was not killed")
	}
}

func TestAGroupThatWasLeftIsFoundAgain(t *testing.T) {
	left, other := name()+"-left", name()+"-other"
	testenv.RealRoot(t)
	for _, path := range []string{left + "/a", left + "/b", other + "/a"} {
		g, err := cgroup.New(limits{Pids: 8}.named(path))
		if err != nil {
			testenv.Missing(t, "cgroup", err.Error())
		}
		t.Cleanup(func() { g.Remove() }) //nolint:errcheck // the audit looks
	}
	got, err := cgroup.Left(left + "/")
	if err != nil || !slices.Equal(got, []string{left + "/a", left + "/b"}) {
		t.Errorf("left are %q: %v", got, err)
	}
	second, err := cgroup.Find(left + "/b")
	if err != nil || !second.Exists() {
		t.Fatalf("not found: %v", err)
	}
	files, err := second.Procs()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, err := fmt.Fprint(f, cmd.Process.Pid); err != nil {
			t.Error(err)
		}
		f.Close()
	}
	if pids, err := second.Pids(); err != nil || !slices.Contains(pids, cmd.Process.Pid) {
		t.Errorf("in the group are %v: %v", pids, err)
	}
	if err := second.Remove(); err != nil {
		t.Error(err)
	}
	cmd.Wait() //nolint:errcheck // killed by Remove
	if gone, err := cgroup.Find(left + "/b"); err != nil || gone.Exists() || gone.Remove() != nil {
		t.Errorf("a group that is gone: %v, %v", gone.Dirs(), err)
	}
}

// TestATreeTooDeepForAnyPathIsRemoved: a path has at most 4096 bytes, and a chain of groups made one by one does not
// care.
func TestATreeTooDeepForAnyPathIsRemoved(t *testing.T) {
	g := group(t, limits{})
	const levels = 150
	name := strings.Repeat("d", 32)
	at, err := unix.Open(g.Dirs()[0], unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	for i := 0; i < levels && err == nil; i++ {
		var below int
		if err = unix.Mkdirat(at, name, 0o755); err == nil {
			below, err = unix.Openat(at, name, unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		}
		unix.Close(at)
		at = below
	}
	if err != nil {
		t.Fatal(err)
	}
	procs, err := unix.Openat(at, "cgroup.procs", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := hold(t, g, "echo; exec sleep 60")
	if _, err := unix.Write(procs, []byte(fmt.Sprint(cmd.Process.Pid))); err != nil {
		t.Fatal(err)
	}
	unix.Close(procs)
	unix.Close(at)
	if pids, err := g.Pids(); err != nil || len(pids) != 1 {
		t.Errorf("in the deepest group are %v, %v", pids, err)
	}
	if err := g.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(g.Dirs()[0]); !os.IsNotExist(err) {
		t.Errorf("the group: %v", err)
	}
	if !killed(cmd) {
		t.Error("the program was not killed")
	}
}

// TestWhatAProgramHasFrozenBelowIsKilled: on version 1 a frozen process does not die, and thawing the group above
// does not let a group go on that was frozen by itself.
func TestWhatAProgramHasFrozenBelowIsKilled(t *testing.T) {
	g := group(t, limits{Pids: 64})
	var freezer, word string
	for _, dir := range g.Dirs() {
		for file, freeze := range map[string]string{"freezer.state": "FROZEN", "cgroup.freeze": "1"} {
			// The top of a tree has no such file, a group of ours has.
			if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
				freezer, word = filepath.Join(dir, "below", file), freeze
			}
		}
	}
	if freezer == "" {
		testenv.Missing(t, "cgroup", "the group is in no tree with a freezer")
	}
	below := filepath.Dir(freezer)
	cmd := hold(t, g, "mkdir "+below+" && { sleep 60 & } && echo $! > "+below+"/cgroup.procs && echo "+word+" > "+freezer+"; echo; wait")
	if err := g.Remove(); err != nil {
		t.Fatal(err)
	}
	if !killed(cmd) {
		t.Error("the shell was not killed")
	}
}
