//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// Namespaces, and the rest as it was: `ps` lists the host.
func startContainer(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS}
	return again.Run()
}

func becomeFirst(root string, command []string) error {
	return syscall.Exec(command[0], command, os.Environ())
}
