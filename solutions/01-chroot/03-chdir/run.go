//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// run starts command as a new process whose root directory is root, connected to this
// program's stdin, stdout and stderr, waits for its end and returns its exit status.
// This program itself keeps the root directory it has.
func run(root string, command []string) (int, error) {
	cmd := &exec.Cmd{
		Path: command[0], // not exec.Command, which would look it up among the host's files
		Args: command,
		Dir:  "/", // chroot(2) leaves the working directory where it is: outside
		// Between fork and execve, in the child alone, Go calls chroot and then chdir.
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
