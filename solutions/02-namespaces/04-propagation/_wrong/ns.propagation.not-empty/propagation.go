//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// A file to see that it works.
func mountScratch(dir string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, ""); err != nil {
		return err
	}
	return os.WriteFile(dir+"/ok", []byte("mounted"), 0o644)
}
