//go:build linux

package main

import "golang.org/x/sys/unix"

// The new mount is private; the one below is what tells the host.
func mountScratch(dir string) error {
	if err := unix.Mount("scratch", dir, "tmpfs", 0, ""); err != nil {
		return err
	}
	return unix.Mount("", dir, "", unix.MS_PRIVATE, "")
}
