//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// Stops at the first line that fails.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	err := again.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return again.ProcessState.ExitCode(), nil
}

func helpInTurn(lines []string) (int, error) {
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		if err := sh.Run(); err != nil {
			return 0, err
		}
	}
	return 0, nil
}
