//go:build linux

package main

import (
	"errors"
	"os/exec"
	"syscall"
)

// A shell is process 1 and has the loop.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	again.Path, again.Args = "/bin/sh", append([]string{"sh", "-c", "for line; do /bin/sh -c \"$line\"; done", "sh"}, lines...)
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	err := again.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return again.ProcessState.ExitCode(), nil
}

func helpInTurn(lines []string) (int, error) { return 0, nil }
