//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

// The two are swapped.
func mountReadOnly(source, target string) error {
	if err := unix.Mount(target, source, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return unix.Mount("", source, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
}
