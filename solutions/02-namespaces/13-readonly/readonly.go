//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// kept are the flags of a mount that its second view should have, too. In statfs(2) they have the same
// values as in mount(2).
const kept = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC

// mountReadOnly shows the directory source a second time, at the directory target, where nothing in it can
// be changed. What its mount forbids besides (nosuid, nodev, noexec) is forbidden at target, too. At
// source all is as before: who may write there still may. It is called in a mount namespace of its own whose
// mounts are private. Nothing is mounted below source.
func mountReadOnly(source, target string) error {
	// With MS_BIND the kernel passes over all other flags: the new mount has those of the old one.
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("bind %s to %s: %w", source, target, err)
	}
	var now unix.Statfs_t
	if err := unix.Statfs(target, &now); err != nil {
		return fmt.Errorf("read flags of %s: %w", target, err)
	}
	// MS_REMOUNT with MS_BIND changes this one mount; without, the file system itself and all its mounts.
	// All flags are set anew, those that are not named are gone. Source: mount(2).
	flags := uintptr(now.Flags)&kept | unix.MS_RDONLY
	if err := unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_BIND|flags, ""); err != nil {
		return fmt.Errorf("make %s read-only: %w", target, err)
	}
	return nil
}
