//go:build linux

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// The second start is process 1, and waits for the end; the lines are its brothers.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	again.Stdin = r
	if err := unix.Unshare(unix.CLONE_NEWPID); err != nil {
		return 0, err
	}
	if err := again.Start(); err != nil {
		return 0, err
	}
	defer again.Wait()
	defer w.Close()
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

func helpInTurn(lines []string) (int, error) {
	_, err := io.Copy(io.Discard, os.Stdin)
	return 0, err
}
