//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// The command never gets its turn.
func startNamed(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUTS}
	return again.Run()
}

func becomeNamed(name string, command []string) error {
	if err := unix.Sethostname([]byte(name)); err != nil {
		return err
	}
	return syscall.Exec("/no/such/command", command, os.Environ())
}
