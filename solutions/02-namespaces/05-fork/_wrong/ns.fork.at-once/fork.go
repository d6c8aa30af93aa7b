//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// All are started, and then waited for.
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
	var all []*exec.Cmd
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		if err := sh.Start(); err != nil {
			return 0, err
		}
		all = append(all, sh)
	}
	status := 0
	for _, sh := range all {
		sh.Wait()
		status = sh.ProcessState.ExitCode()
	}
	return status, nil
}
