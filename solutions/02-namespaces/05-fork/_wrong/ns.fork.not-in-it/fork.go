//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// unshare, and then exec in the same process.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	status := 0
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		sh.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWPID}
		err := sh.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return 0, err
		}
		status = sh.ProcessState.ExitCode()
	}
	return status, nil
}

func helpInTurn(lines []string) (int, error) { return 0, nil }
