//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// The runtime sets the name before it starts the container, which gets a copy.
func startNamed(again *exec.Cmd) error {
	if err := unix.Sethostname([]byte(again.Args[2])); err != nil {
		return err
	}
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
