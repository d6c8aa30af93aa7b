//go:build linux

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"
)

func run(root string, command []string) (int, error) {
	c := exec.Command(command[0], command[1:]...)
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	c.Dir = "/"
	out, err := c.CombinedOutput()
	fmt.Print(string(out))
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		return ee.ExitCode(), nil
	}
	return 0, err
}
