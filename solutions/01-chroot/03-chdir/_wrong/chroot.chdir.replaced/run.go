//go:build linux

package main

import (
	"os"
	"syscall"
)

func run(root string, command []string) (int, error) {
	if err := syscall.Chroot(root); err != nil {
		return 0, err
	}
	if err := syscall.Chdir("/"); err != nil {
		return 0, err
	}
	return 0, syscall.Exec(command[0], command, os.Environ())
}
