//go:build linux

package main

import "golang.org/x/sys/unix"

// A remount without MS_BIND.
func mountReadOnly(source, target string) error {
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_RDONLY, "")
}
