//go:build linux

// Given; the exercise is in init.go. The program starts itself a second time in a new PID namespace,
// where that is process 1, and calls beInit there.
package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--inside"

func main() {
	args := given.Arguments(1, "COMMAND…")
	if args[0] == childArg {
		status, err := beInit(args[1:])
		if err != nil {
			given.GiveUp(err)
		}
		os.Exit(status)
	}
	cmd := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	cmd.Args[0] = os.Args[0] // the name under which errors are told
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		given.GiveUp(err)
	}
}
