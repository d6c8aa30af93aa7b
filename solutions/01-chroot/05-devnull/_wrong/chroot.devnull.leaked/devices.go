//go:build linux

package main

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A goroutine for each device. They run on threads of their own, in the host's mount namespace.
func makeDevices(root string) error {
	names := []string{"null", "zero", "full", "random", "urandom", "tty"}
	done := make(chan error)
	for _, name := range names {
		go func() {
			path := filepath.Join(root, "dev", name)
			done <- errors.Join(os.WriteFile(path, nil, 0o644), unix.Mount("/dev/"+name, path, "", unix.MS_BIND, ""))
		}()
	}
	var errs []error
	for range names {
		errs = append(errs, <-done)
	}
	return errors.Join(errs...)
}
