//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// startNamed runs again, which is this program once more, in a namespace in which the host name can
// be changed without anybody outside seeing it. It waits for the end and returns what Run returns.
func startNamed(again *exec.Cmd) error {
	// A new UTS namespace begins with a copy of the old one's name.
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUTS}
	return again.Run()
}

// becomeNamed is called in the process that startNamed has started. It sets the host name to name and
// becomes command. It returns only with an error.
func becomeNamed(name string, command []string) error {
	// The kernel's own variable: no file is read or written. Source: uts_namespaces(7).
	if err := unix.Sethostname([]byte(name)); err != nil {
		return fmt.Errorf("set hostname %s: %w", name, err)
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
