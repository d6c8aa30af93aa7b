//go:build linux

// Given; the exercise is in readonly.go. The program starts itself a second time in a new mount
// namespace, cuts its mounts off from the host's, calls mountReadOnly, and becomes COMMAND.
package main

import (
	"errors"
	"fmt"
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
	args := given.Arguments(3, "SOURCE TARGET COMMAND…")
	if args[0] == childArg {
		given.GiveUp(child(args[1], args[2], args[3:]))
	}
	cmd := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	cmd.Args[0] = os.Args[0] // the name under which errors are told
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		given.GiveUp(err)
	}
}

// child returns only with an error.
func child(source, target string, command []string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := mountReadOnly(source, target); err != nil {
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
