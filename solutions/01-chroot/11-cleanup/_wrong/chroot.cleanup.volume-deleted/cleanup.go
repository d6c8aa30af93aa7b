//go:build linux

package main

import "os"

// A directory is removed as one removes directories.
func cleanUp(root string) error {
	return os.RemoveAll(root)
}
