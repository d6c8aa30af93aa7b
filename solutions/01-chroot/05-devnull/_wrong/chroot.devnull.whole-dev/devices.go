//go:build linux

package main

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// All of the host's devices at once, the disks among them.
func makeDevices(root string) error {
	return unix.Mount("/dev", filepath.Join(root, "dev"), "", unix.MS_BIND|unix.MS_REC, "")
}
