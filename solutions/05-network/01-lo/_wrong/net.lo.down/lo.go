//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// The kernel makes lo, so it must be there.
func alone(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	return cmd.Run()
}
