//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestExecJoinsTheControlGroupsOfTheContainer looks from inside: the container's cgroup namespace shows its own
// group as "/", and every other one by a path that leads out of it.
func TestExecJoinsTheControlGroupsOfTheContainer(t *testing.T) {
	testenv.RealRoot(t)
	newState(t)
	if output, err := container("run", "-d", "--name", "grouped", "base", "sleep", "1000").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	t.Cleanup(func() {
		if output, err := container("rm", "-f", "grouped").CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, output)
		}
	})
	output, err := container("exec", "grouped", "sh", "-c", "cat /proc/1/cgroup /proc/self/cgroup").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		if !strings.HasSuffix(line, ":/") {
			t.Errorf("a process of the container is in %s", line)
		}
	}
	if own, err := os.ReadFile("/proc/self/cgroup"); err != nil || strings.Count(string(output), "\n") != 2*strings.Count(string(own), "\n") {
		t.Errorf("of the host's trees\n%s the container has\n%s%v", own, output, err)
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
