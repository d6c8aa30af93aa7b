//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// Process 1 only waits until all is over; the lines are born beside it.
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
	if err := syscall.Unshare(syscall.CLONE_NEWPID); err != nil {
		return 0, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	again.Stdin = r
	if err := again.Start(); err != nil {
		return 0, err
	}
	r.Close()
	s, err := runLines(lines)
	w.Close()
	again.Wait()
	return s, err
}

func helpInTurn(lines []string) (int, error) { var b [1]byte; os.Stdin.Read(b[:]); return 0, nil }
