//go:build linux

package main

import (
	"golang.org/x/sys/unix"
)

// The error of the wrong path is dropped, and become returns nil.
func become(command []string) error {
	unix.Exec("/usr/local/bin/"+command[0], command, nil)
	return nil
}
