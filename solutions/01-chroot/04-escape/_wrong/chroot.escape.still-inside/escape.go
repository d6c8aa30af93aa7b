//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// After chroot one goes in with chdir("/"), as one has learnt; that closes the way out.
func escape() error {
	if err := os.Mkdir("x", 0o700); err != nil {
		return err
	}
	if err := unix.Chroot("x"); err != nil {
		return err
	}
	if err := unix.Chdir("/"); err != nil {
		return err
	}
	for range 64 {
		if err := unix.Chdir(".."); err != nil {
			return err
		}
	}
	return unix.Chroot(".")
}
