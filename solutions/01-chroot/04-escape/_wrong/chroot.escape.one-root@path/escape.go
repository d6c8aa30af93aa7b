//go:build linux

package main

import (
	"strings"

	"golang.org/x/sys/unix"
)

// One long path instead of many short steps; ".." stops at the root directory in either.
func escape() error {
	return unix.Chroot("/" + strings.Repeat("../", 64))
}
