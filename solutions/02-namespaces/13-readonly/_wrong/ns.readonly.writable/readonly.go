//go:build linux

package main

import "golang.org/x/sys/unix"

// Both flags in one call.
func mountReadOnly(source, target string) error {
	return unix.Mount(source, target, "", unix.MS_BIND|unix.MS_RDONLY, "")
}
