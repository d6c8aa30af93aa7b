//go:build linux

package main

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// The mount at / and the one that dir lies on are cut off, and no others.
func mountScratch(dir string) error {
	for at := dir; ; at = filepath.Dir(at) {
		if err := unix.Mount("", at, "", unix.MS_PRIVATE, ""); err != nil && err != unix.EINVAL {
			return err
		}
		if at == "/" {
			break
		}
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
