//go:build linux

package main

import "golang.org/x/sys/unix"

// Enough ".." should lead out of any directory.
func escape() error {
	for range 64 {
		if err := unix.Chdir(".."); err != nil {
			return err
		}
	}
	return unix.Chroot(".")
}
