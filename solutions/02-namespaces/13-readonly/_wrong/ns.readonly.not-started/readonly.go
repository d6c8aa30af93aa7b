//go:build linux

package main

import "golang.org/x/sys/unix"

// Read-only first: the target is no mount yet.
func mountReadOnly(source, target string) error {
	if err := unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
		return err
	}
	return unix.Mount(source, target, "", unix.MS_BIND, "")
}
