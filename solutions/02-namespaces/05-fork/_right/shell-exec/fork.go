//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// One shell is process 1, and becomes the last line.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	c := exec.Command("/bin/sh", append([]string{"-c", "while [ $# -gt 1 ]; do /bin/sh -c \"$1\"; shift; done; exec /bin/sh -c \"$1\"", "lines"}, lines...)...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	err := c.Run()
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode(), nil
	}
	return 0, err
}

func helpInTurn(lines []string) (int, error) { return 0, nil }
