//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// mountScratch mounts a new, empty tmpfs on dir, for the processes of this mount namespace only. It is
// called in a namespace of its own, a fresh copy of the host's; mounts on the host are shared, as systemd
// leaves them. From its return on nothing that is mounted or unmounted in here, by whomever and wherever,
// happens on the host. What was mounted before is still mounted in here, where it was.
func mountScratch(dir string) error {
	// Each mount of the copy is a peer of the host's one, for itself: hence MS_REC. Source:
	// mount_namespaces(7), "Shared subtrees". MS_SLAVE would do as well; then what the host mounts
	// later would come in, but nothing would go out.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("scratch", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return fmt.Errorf("mount tmpfs on %s: %w", dir, err)
	}
	return nil
}
