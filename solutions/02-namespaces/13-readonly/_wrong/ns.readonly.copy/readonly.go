//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// Files like those of the source, on a file system of their own.
func mountReadOnly(source, target string) error {
	if err := unix.Mount("copy", target, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return err
	}
	if err := os.CopyFS(target, os.DirFS(source)); err != nil {
		return err
	}
	return unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
}
