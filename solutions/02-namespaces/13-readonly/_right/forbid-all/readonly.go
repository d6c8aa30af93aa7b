//go:build linux

package main

import "golang.org/x/sys/unix"

// More is forbidden than has to be.
func mountReadOnly(source, target string) error {
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	const all = unix.MS_RDONLY | unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC | unix.MS_NOATIME
	return unix.Mount("", target, "", unix.MS_REMOUNT|unix.MS_BIND|all, "")
}
