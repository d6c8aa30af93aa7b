//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// Started, and that is all.
func runLines(lines []string) (int, error) {
	status := 0
	for _, l := range lines {
		c := exec.Command("/bin/sh", "-c", l)
		c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
		err := c.Run()
		var e *exec.ExitError
		if errors.As(err, &e) {
			status = e.ExitCode()
			if status < 0 {
				status = 128 + int(e.Sys().(syscall.WaitStatus).Signal())
			}
		} else if err != nil {
			return 0, err
		} else {
			status = 0
		}
	}
	return status, nil
}

func statusOf(err error) (int, error) {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode(), nil
	}
	return 0, err
}

func inTurn(again *exec.Cmd, lines []string) (int, error) {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	return 0, again.Start()
}

func helpInTurn(lines []string) (int, error) { return runLines(lines) }
