//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

func pivot(root string) error {
	fd, _ := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	_ = fd
	unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	unix.Mount(root, root, "", unix.MS_BIND, "")
	unix.Chdir(root)
	if err := unix.PivotRoot(".", "."); err != nil {
		return err
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return err
	}
	return unix.Chdir("/")
}
