//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// A namespace, and no name.
func startNamed(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUTS}
	return again.Run()
}

func becomeNamed(name string, command []string) error {
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
