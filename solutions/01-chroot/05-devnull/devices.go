//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// makeDevices makes the devices null, zero, full, random, urandom and tty available in
// root/dev, and no others of the host. root/dev exists; what an earlier call for the same root
// has left in it is no error. It is called in a mount namespace that is private to this
// thread, before the change of root, and must work also where mknod(2) is refused (EPERM).
func makeDevices(root string) error {
	for _, name := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		if err := borrowDevice("/dev/"+name, filepath.Join(root, "dev", name)); err != nil {
			return err
		}
	}
	return nil
}

// borrowDevice shows the host's device at a second place. A node made by mknod(2) would be
// the same two numbers, but the kernel lets only the real root make one.
func borrowDevice(host, inside string) error {
	// A mount needs something to be mounted on: an empty file.
	f, err := os.OpenFile(inside, os.O_CREATE|os.O_RDONLY, 0o644)
	if err != nil {
		return fmt.Errorf("make mount point: %w", err)
	}
	f.Close()
	if err := unix.Mount(host, inside, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("bind %s on %s: %w", host, inside, err)
	}
	return nil
}
