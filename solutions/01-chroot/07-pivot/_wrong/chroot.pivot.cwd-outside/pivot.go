//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// The working directory stays in the old root.
func pivot(root string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount(root, root, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	if err := os.MkdirAll(root+"/.old", 0o700); err != nil {
		return err
	}
	if err := unix.PivotRoot(root, root+"/.old"); err != nil {
		return err
	}
	return unix.Unmount("/.old", unix.MNT_DETACH)
}
