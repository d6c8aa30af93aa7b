//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Looks for the host's devices in the new root.
func makeDevices(root string) error {
	if err := unix.Chroot(root); err != nil {
		return err
	}
	for _, name := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		path := filepath.Join("/dev", name)
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("find the host's device: %w", err)
		}
	}
	return nil
}
