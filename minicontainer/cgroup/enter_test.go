package cgroup_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

func TestAProgramIsBornInside(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			for range starts() {
				out, err := run(t, g, "exec cat /proc/self/cgroup")
				if err != nil || !strings.Contains(out, "/"+name()+"\n") || (l.Pids > 0) != (strings.Count(out, name()) > 1) && !pure(t) {
					t.Fatalf("born in %s, %v", out, err)
				}
			}
			own, err := os.ReadFile("/proc/self/cgroup")
			if err != nil || strings.Contains(string(own), name()) {
				t.Errorf("this process itself is in %s, %v", own, err)
			}
		})
	}
}

// starts is how often a race is tried; a guest takes its time.
func starts() int {
	if vmtest.Inside() {
		return 15
	}
	return 200
}

// pure tells whether version 2 has all the controllers.
func pure(t *testing.T) bool {
	t.Helper()
	hierarchies, err := cgroup.Detect()
	if err != nil {
		t.Fatal(err)
	}
	return len(hierarchies) == 1 && hierarchies[0].Version == 2
}

func TestTheDeathSignalWaitsForTheProcessNotTheThread(t *testing.T) {
	g := group(t, limits{Pids: 64})
	cmd := exec.Command("sh", "-c", "read line; echo $line")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := g.Start(cmd); err != nil {
		t.Fatal(err)
	}
	// Threads that end do so within this: 20 starts, each on one of its own.
	for range 20 {
		run(t, g, "true") //nolint:errcheck // for its thread
	}
	fmt.Fprintln(in, "alive")
	in.Close()
	if err := cmd.Wait(); err != nil || out.String() != "alive\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestAProgramThatIsMissingIsAnErrorOfStart(t *testing.T) {
	g := group(t, limits{Pids: 64})
	if err := g.Start(exec.Command("/nonexistent/program")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAProcessFollowsAnotherIntoItsGroups(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			leader := hold(t, g, "echo; exec sleep 60")
			door, err := cgroup.DoorOf(leader.Process.Pid)
			if err != nil {
				t.Fatal(err)
			}
			defer door.Close()
			follower := exec.Command("sleep", "60")
			follower.SysProcAttr = &syscall.SysProcAttr{}
			if err := through(door, follower); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				follower.Process.Kill() //nolint:errcheck // it runs
				follower.Wait()         //nolint:errcheck // killed
			})
			groupsOf := func(cmd *exec.Cmd) string {
				text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", cmd.Process.Pid))
				if err != nil {
					t.Fatal(err)
				}
				return string(text)
			}
			if groupsOf(leader) != groupsOf(follower) {
				t.Errorf("leader\n%s\nfollower\n%s", groupsOf(leader), groupsOf(follower))
			}
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(leader) {
				t.Error("the leader was not killed")
			}
		})
	}
}

// through starts a program from a thread of its own, which goes through the door.
func through(door *cgroup.Door, cmd *exec.Cmd) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			result <- through(door, cmd)
			runtime.UnlockOSThread()
			return
		}
		release, err := door.Attach(cmd.SysProcAttr)
		if err == nil {
			err = cmd.Start()
			release()
		}
		result <- err
	}()
	return <-result
}
