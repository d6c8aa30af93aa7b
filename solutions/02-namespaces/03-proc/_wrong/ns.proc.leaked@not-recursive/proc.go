//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Private is the mount at / alone.
func startContainer(again *exec.Cmd) error {
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID}
	return again.Run()
}

func becomeFirst(root string, command []string) error {
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount("proc", filepath.Join(root, "proc"), "proc", 0, ""); err != nil {
		return err
	}
	if err := syscall.Chroot(root); err != nil {
		return err
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	p, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(p, command, os.Environ())
}
