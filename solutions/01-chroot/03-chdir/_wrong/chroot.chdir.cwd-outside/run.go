//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// The root moves, the working directory stays where it was.
func run(root string, command []string) (int, error) {
	cmd := &exec.Cmd{
		Path: command[0], Args: command,
		SysProcAttr: &syscall.SysProcAttr{Chroot: root},
		Stdin:       os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
