//go:build linux

// Given; the exercise is in propagation.go. The program starts itself a second time in a new mount
// namespace, calls mountScratch there, and becomes COMMAND.
package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--inside"

// The main goroutine stays on the first thread: namespaces belong to threads.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "DIRECTORY COMMAND…")
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

func child(dir string, command []string) {
	if err := mountScratch(dir); err != nil {
		given.GiveUp(err)
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		given.GiveUp(err)
	}
	given.GiveUp(syscall.Exec(path, command, os.Environ()))
}
