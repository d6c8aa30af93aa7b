//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// The program jails itself, and the child with it.
func run(root string, command []string) (int, error) {
	if err := unix.Chroot(root); err != nil {
		return 0, err
	}
	if err := unix.Chdir("/"); err != nil {
		return 0, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
