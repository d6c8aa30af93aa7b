//go:build linux

package main

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Only the device that everybody knows.
func makeDevices(root string) error {
	path := filepath.Join(root, "dev/null")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		return err
	}
	return unix.Mount("/dev/null", path, "", unix.MS_BIND, "")
}
