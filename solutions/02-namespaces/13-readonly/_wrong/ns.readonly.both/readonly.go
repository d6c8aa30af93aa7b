//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

// Read-only first, and then shown a second time.
func mountReadOnly(source, target string) error {
	if err := unix.Mount(source, source, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	if err := unix.Mount("", source, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return err
	}
	return unix.Mount(source, target, "", unix.MS_BIND, "")
}
