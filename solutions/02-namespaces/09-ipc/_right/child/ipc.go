//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

const innerArg = "--alone"

// The program starts itself in the new namespaces, and that copy becomes the command.
func runAlone(command []string) (int, error) {
	if command[0] == innerArg {
		if err := syscall.Mount("mqueue", "/dev/mqueue", "mqueue", 0, ""); err != nil {
			return 0, err
		}
		return 0, syscall.Exec(command[1], command[1:], os.Environ())
	}
	cmd := exec.Command("/proc/self/exe", append([]string{innerArg}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWIPC, Unshareflags: syscall.CLONE_NEWNS}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
