//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// The mounts one remembers having made, each once; what is still there keeps rmdir from it.
func cleanUp(root string) error {
	for _, name := range []string{"data/inner", "data", "tmp"} {
		unix.Unmount(root+"/"+name, 0)
	}
	os.Remove(root)
	return nil
}
