//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// The second start unshares before its exec, and is not in the namespace.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	again.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWPID}
	err := again.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return again.ProcessState.ExitCode(), nil
}

func helpInTurn(lines []string) (int, error) {
	status := 0
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		err := sh.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return 0, err
		}
		status = sh.ProcessState.ExitCode()
	}
	return status, nil
}
