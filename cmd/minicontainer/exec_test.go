//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestExecJoinsTheControlGroupsOfTheContainer has a container in a group of its own, and enters it from
// outside of the group: what the further process uses is to count for the container.
func TestExecJoinsTheControlGroupsOfTheContainer(t *testing.T) {
	testenv.RealRoot(t)
	newState(t)
	group, err := cgroup.New(fmt.Sprintf("minicontainer-test-exec-%d", os.Getpid()), cgroup.Limits{Pids: 64})
	var unavailable *cgroup.Unavailable
	if errors.As(err, &unavailable) {
		testenv.Missing(t, "cgroup", err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := group.Remove(); err != nil {
			t.Error(err)
		}
	})
	run := container("run", "-d", "--name", "grouped", "base", "sleep", "1000")
	if err := group.Start(run); err != nil {
		t.Fatal(err)
	}
	if err := run.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if output, err := container("rm", "-f", "grouped").CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, output)
		}
	})
	// The container's cgroup namespace has the group as its top: both are seen as "/".
	output, err := container("exec", "grouped", "sh", "-c", "cat /proc/1/cgroup; echo; cat /proc/self/cgroup").Output()
	if err != nil {
		t.Fatal(err)
	}
	first, further, _ := strings.Cut(string(output), "\n\n")
	if first == "" || strings.TrimSpace(first) != strings.TrimSpace(further) {
		t.Errorf("the first process is in\n%s\na further one in\n%s", first, further)
	}
	pids, err := group.Pids()
	if err != nil || len(pids) == 0 {
		t.Errorf("the group holds %v, %v", pids, err)
	}
}

// TestExecRunsFromAFileThatNobodyCanWrite looks at the program that enters: for a moment the container sees a
// copy of it, by whose link in /proc root there could write to the program's own file (CVE-2019-5736).
func TestExecRunsFromAFileThatNobodyCanWrite(t *testing.T) {
	testenv.RealRoot(t)
	newState(t)
	if output, err := container("run", "-d", "--name", "watcher", "base", "sleep", "1000").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	t.Cleanup(func() {
		if output, err := container("rm", "-f", "watcher").CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, output)
		}
	})
	enter := container("exec", "-i", "watcher", "sh", "-c", "echo in; cat")
	stdin, err := enter.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := enter.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := enter.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, 8)); err != nil {
		t.Error(err)
	}
	file, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", enter.Process.Pid))
	if err != nil || !strings.HasPrefix(file, "/memfd:") {
		t.Errorf("it runs from %s, %v; want a copy in memory", file, err)
	}
	stdin.Close()
	if err := enter.Wait(); err != nil {
		t.Error(err)
	}
}
