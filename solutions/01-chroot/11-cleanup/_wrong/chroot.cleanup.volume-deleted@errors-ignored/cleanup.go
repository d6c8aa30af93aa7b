//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// One unmount from the top, and no look at whether it worked.
func cleanUp(root string) error {
	unix.Unmount(root, 0)
	return os.RemoveAll(root)
}
