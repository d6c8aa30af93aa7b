//go:build linux

package main

import "golang.org/x/sys/unix"

// MS_PRIVATE without MS_REC.
func mountScratch(dir string) error {
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
