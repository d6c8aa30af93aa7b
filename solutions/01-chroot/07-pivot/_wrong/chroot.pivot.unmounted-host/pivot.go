//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
)

func pivot(root string) error {
	unix.Mount("", "/", "", unix.MS_PRIVATE, "")
	unix.Mount(root, root, "", unix.MS_BIND, "")
	old := root + "/.old"
	os.MkdirAll(old, 0o700)
	if err := unix.PivotRoot(root, old); err != nil {
		return err
	}
	unix.Chdir("/")
	return unix.Unmount("/.old", unix.MNT_DETACH)
}
