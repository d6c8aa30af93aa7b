//go:build linux

package main

import "os"

// A flag of the files instead.
func mountReadOnly(source, target string) error {
	return os.Chmod(target, 0o555)
}
