//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

func TestAnImageRunsAsAMachine(t *testing.T) {
	vmtest.Kernel(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/vm",
		Setup: func(env *testscript.Env) error {
			env.Setenv("MINICONTAINER_ROOT", filepath.Join(env.WorkDir, "state"))
			path, err := exec.LookPath("minicontainer")
			env.Setenv("MINICONTAINER", path)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"ends": ends},
	})
}

// ends runs a command and compares its status: ends 5 minicontainer …
func ends(ts *testscript.TestScript, _ bool, args []string) {
	status := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	}
	if fmt.Sprint(status) != args[0] {
		ts.Fatalf("%v ended with %d, %v; want %s", args[1:], status, err, args[0])
	}
}

func TestAMachineDiesWithItsCommand(t *testing.T) {
	vmtest.Kernel(t)
	state := newState(t)
	cmd := container("vm", "run", "base", "sh", "-c", "echo ready; sleep 1000")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, 6)
	if _, err := out.Read(word); err != nil || string(word) != "ready\n" {
		t.Fatalf("%q, %v", word, err)
	}
	qemu := findChild(t, cmd.Process.Pid, vm.QEMU)
	pidfd, err := unix.PidfdOpen(qemu, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(pidfd) //nolint:errcheck // only waited for
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() //nolint:errcheck // it was killed
	ended := []unix.PollFd{{Fd: int32(pidfd), Events: unix.POLLIN}}
	if n, err := unix.Poll(ended, int((10 * time.Second).Milliseconds())); n != 1 {
		t.Errorf("the machine runs on: %d, %v", n, err)
	}
	// What the killed command has left of its machine, the next one removes.
	if left := machines(t, state); len(left) != 1 {
		t.Errorf("left of a killed command: %v", left)
	}
	if out, err := container("vm", "run", "base", "true").CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if left := machines(t, state); len(left) != 0 {
		t.Errorf("left after the next one: %v", left)
	}
}

func machines(t *testing.T, state string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(state, "vm", "machine-*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// findChild is the child of a process that runs a program.
func findChild(t *testing.T, parent int, program string) int {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		pids, _ := os.ReadFile(list) //nolint:errcheck // a thread that has ended
		for _, pid := range strings.Fields(string(pids)) {
			line, _ := os.ReadFile("/proc/" + pid + "/cmdline") //nolint:errcheck // one that has ended
			if n, err := strconv.Atoi(pid); err == nil && strings.HasPrefix(string(line), program) {
				return n
			}
		}
	}
	t.Fatalf("process %d has no child that is %s", parent, program)
	return 0
}
