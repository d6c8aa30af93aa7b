//go:build linux

package main

import "golang.org/x/sys/unix"

// chroot is taken for a wall.
func pivot(root string) error {
	if err := unix.Chroot(root); err != nil {
		return err
	}
	return unix.Chdir("/")
}
