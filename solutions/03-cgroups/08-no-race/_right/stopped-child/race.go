//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// startInside lets the child stop itself, moves it, and lets it go on.
func startInside(group string, _ int, again *exec.Cmd, _ []string) (int, error) {
	if err := again.Start(); err != nil {
		return 0, err
	}
	pid := again.Process.Pid
	var status unix.WaitStatus
	for !status.Stopped() {
		if _, err := unix.Wait4(pid, &status, unix.WUNTRACED, nil); err != nil {
			return 0, err
		}
		if status.Exited() || status.Signaled() {
			return 0, fmt.Errorf("the child is gone")
		}
	}
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0); err != nil {
		return 0, err
	}
	if err := unix.Kill(pid, unix.SIGCONT); err != nil {
		return 0, err
	}
	again.Wait()
	return again.ProcessState.ExitCode(), nil
}

func becomeCommand(_ string, command []string) error {
	unix.Tgkill(os.Getpid(), unix.Gettid(), unix.SIGSTOP)
	return syscall.Exec(command[0], command, os.Environ())
}
