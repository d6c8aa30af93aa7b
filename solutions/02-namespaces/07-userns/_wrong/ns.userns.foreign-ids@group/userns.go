//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// The user's number in both maps.
func statusOf(err error) (int, error) {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode(), nil
	}
	return 0, err
}

func mkcmd(command []string) *exec.Cmd {
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	return c
}

func asRoot(command []string) (int, error) {
	c := mkcmd(command)
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER, UidMappings: []syscall.SysProcIDMap{{0, os.Getuid(), 1}}, GidMappings: []syscall.SysProcIDMap{{0, os.Getuid(), 1}}}
	return statusOf(c.Run())
}
