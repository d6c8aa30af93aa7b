//go:build linux

package main

import "golang.org/x/sys/unix"

// The same with slave.
func mountScratch(dir string) error {
	if err := unix.Mount("", "/", "", unix.MS_SLAVE, ""); err != nil {
		return err
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
