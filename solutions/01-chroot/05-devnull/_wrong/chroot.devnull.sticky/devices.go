//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"path/filepath"
)

func makeDevices(root string) error {
	// binds into a hidden folder, moves it over dev
	t, err := os.MkdirTemp("", "dev")
	if err != nil {
		return err
	}
	if err := unix.Mount("none", t, "tmpfs", 0, ""); err != nil {
		return err
	}
	for _, n := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		os.WriteFile(filepath.Join(t, n), nil, 0o644)
		if err := unix.Mount(filepath.Join("/dev", n), filepath.Join(t, n), "", unix.MS_BIND, ""); err != nil {
			return err
		}
	}
	if err := unix.Mount(t, filepath.Join(root, "dev"), "", unix.MS_MOVE, ""); err != nil {
		return err
	}
	return os.Remove(t)
}
