//go:build linux

package main

import "golang.org/x/sys/unix"

// In a namespace made once more, by this thread; the command is born of it.
func mountScratch(dir string) error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
