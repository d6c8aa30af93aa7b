//go:build linux

package main

import "golang.org/x/sys/unix"

// One namespace more, and as many ties.
func mountScratch(dir string) error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return err
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
