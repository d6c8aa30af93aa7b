//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// The old root is to go beside the new one.
func pivot(root string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount(root, root, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	old := root + "-old"
	if err := os.Mkdir(old, 0o700); err != nil {
		return err
	}
	if err := unix.PivotRoot(root, old); err != nil {
		return os.NewSyscallError("pivot_root", err)
	}
	return unix.Chdir("/")
}
