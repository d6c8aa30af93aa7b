//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// Another thread gets the namespace for its children than the one that forks.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	made := make(chan error)
	go func() {
		runtime.LockOSThread()
		made <- unix.Unshare(unix.CLONE_NEWPID)
	}()
	if err := <-made; err != nil {
		return 0, err
	}
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

func helpInTurn(lines []string) (int, error) { return 0, nil }
