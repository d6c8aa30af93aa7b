//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

func run(root string, command []string) (int, error) {
	c := exec.Command(command[0], command[1:]...)
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	c.Dir = "/"
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return c.ProcessState.ExitCode(), err
	}
	return 0, nil
}
