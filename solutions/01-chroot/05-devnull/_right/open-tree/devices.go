//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"strings"
)

func makeDevices(root string) error {
	for _, n := range strings.Fields("null zero full random urandom tty") {
		to := root + "/dev/" + n
		if _, err := os.Lstat(to); err != nil {
			if err := unix.Mknod(to, unix.S_IFREG|0o666, 0); err != nil {
				return err
			}
		}
		fd, err := unix.OpenTree(unix.AT_FDCWD, "/dev/"+n, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
		if err != nil {
			return err
		}
		if err := unix.MoveMount(fd, "", unix.AT_FDCWD, to, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
			return err
		}
		unix.Close(fd)
	}
	return nil
}
