//go:build linux

package main

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Whatever lies in it, and then the topmost mount.
func unmount(dir string) error {
	if err := unix.Unmount(dir+"/merged/data", 0); err != nil && !errors.Is(err, unix.EINVAL) {
		return err
	}
	if err := unix.Unmount(dir+"/merged", 0); err != nil {
		return err
	}
	return os.RemoveAll(dir + "/work")
}
