//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// inTurn runs the lines, each by /bin/sh -c, each when the one before has ended, all of them in one
// new PID namespace, connected to this program's stdin, stdout and stderr. It returns the
// exit status of the last one; that an earlier one fails is no reason to stop. When it returns, no
// process is left in the namespace.
//
// again is this program once more, ready to be started, with the same lines; started, it calls
// helpInTurn. Whether and how it is used is up to you.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	// A PID namespace lives as long as its process 1. The lines come and go, so none of them
	// can be it: the second start of this program is. When it ends the kernel ends the rest.
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	return statusOf(again.Run())
}

// helpInTurn is what again does, if it is started.
func helpInTurn(lines []string) (int, error) {
	status := 0
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line) // born in the namespace, as every child of process 1
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		var err error
		if status, err = statusOf(sh.Run()); err != nil {
			return 0, err
		}
	}
	return status, nil
}

// statusOf takes an exit status that is not 0 for a result, and no error.
func statusOf(err error) (int, error) {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
