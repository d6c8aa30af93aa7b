//go:build linux

// Given; the exercise is in pivot.go. The program starts itself a second time in a new
// mount namespace, calls pivot there, and becomes COMMAND.
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
	args := given.Arguments(2, "ROOT COMMAND…")
	if args[0] == childArg {
		child(args[1], args[2:])
		return
	}
	cmd := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	cmd.Args[0] = os.Args[0] // the name under which errors are told
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	// A copy of the mounts, still tied to the host's as the host has it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		given.GiveUp(err)
	}
}

func child(root string, command []string) {
	if err := pivot(root); err != nil {
		given.GiveUp(err)
	}
	given.GiveUp(syscall.Exec(command[0], command, os.Environ()))
}
