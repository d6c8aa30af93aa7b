//go:build linux

package main

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A private copy of the directory above, without what is mounted in it.
func mountScratch(dir string) error {
	parent := filepath.Dir(dir)
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount(parent, parent, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
