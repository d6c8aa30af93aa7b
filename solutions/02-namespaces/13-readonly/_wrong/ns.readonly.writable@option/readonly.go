//go:build linux

package main

import "golang.org/x/sys/unix"

// As a text for the file system, which a bind mount does not ask.
func mountReadOnly(source, target string) error {
	return unix.Mount(source, target, "", unix.MS_BIND|unix.MS_REC, "ro")
}
