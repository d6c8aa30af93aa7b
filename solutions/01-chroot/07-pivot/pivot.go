//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// pivot makes root, a directory with a root file system, the root of the calling
// process's mount namespace, and takes the old root away: afterwards the working
// directory is "/", no file of the host can be reached by any path, and the host's own mounts
// are as before. What is mounted below root is still mounted there.
//
// It is called in a mount namespace of its own, which is a fresh copy of the host's.
// Mounts on the host are shared, as systemd leaves them.
func pivot(root string) error {
	// The copied mounts are peers of the host's: what happens here would happen
	// there. Cut the tie first; pivot_root refuses a shared root anyway.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	// The new root must be a mount point; bound onto itself, any directory is one.
	if err := unix.Mount(root, root, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("bind %s: %w", root, err)
	}
	if err := unix.Chdir(root); err != nil {
		return fmt.Errorf("enter %s: %w", root, err)
	}
	// With "." for both, the old root ends up mounted on top of the new one.
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root to %s: %w", root, err)
	}
	// Detached, because this very process still has the old root's files in use.
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("take the old root away: %w", err)
	}
	return unix.Chdir("/")
}
