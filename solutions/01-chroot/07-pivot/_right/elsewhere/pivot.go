//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
)

func pivot(root string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	t, err := os.MkdirTemp("", "new")
	if err != nil {
		return err
	}
	if err := unix.Mount(root, t, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	if err := unix.Chdir(t); err != nil {
		return err
	}
	os.Mkdir("tmp", 0o1777)
	if err := unix.PivotRoot(".", "tmp"); err != nil {
		return err
	}
	os.Remove("/tmp" + t)
	if err := unix.Unmount("/tmp", unix.MNT_DETACH); err != nil {
		return err
	}
	return unix.Chdir("/")
}
