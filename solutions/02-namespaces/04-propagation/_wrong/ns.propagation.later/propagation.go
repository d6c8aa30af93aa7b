//go:build linux

package main

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Only the mount that dir lies on is cut off.
func mountScratch(dir string) error {
	at := dir
	for at != "/" && unix.Mount("", at, "", unix.MS_PRIVATE, "") != nil {
		at = filepath.Dir(at)
	}
	if at == "/" {
		if err := unix.Mount("", at, "", unix.MS_PRIVATE, ""); err != nil {
			return err
		}
	}
	return unix.Mount("scratch", dir, "tmpfs", 0, "")
}
