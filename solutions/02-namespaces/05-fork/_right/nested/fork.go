//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// unshare in the second start, and a third one in the namespace; with namespaces of other kinds, too.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC}
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
