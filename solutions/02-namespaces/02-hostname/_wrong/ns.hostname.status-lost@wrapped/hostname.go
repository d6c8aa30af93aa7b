//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// The error's text is kept, and the error is not.
func startNamed(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUTS}
	if err := again.Run(); err != nil {
		return errors.New("command failed: " + err.Error())
	}
	return nil
}

func becomeNamed(name string, command []string) error {
	if err := syscall.Sethostname([]byte(name)); err != nil {
		return err
	}
	p, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(p, command, os.Environ())
}
