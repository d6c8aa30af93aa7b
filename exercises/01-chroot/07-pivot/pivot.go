//go:build linux

package main

import "errors"

// pivot makes root, a directory with a root file system, the root of the calling
// process's mount namespace, and takes the old root away: afterwards the working
// directory is "/", no file of the host can be reached by any path, and the host's own mounts
// are as before. What is mounted below root is still mounted there.
//
// It is called in a mount namespace of its own, which is a fresh copy of the host's.
// Mounts on the host are shared, as systemd leaves them.
func pivot(root string) error {
	// TODO: pivot_root(2), with what must come before and after it.
	return errors.New("pivot is not written yet")
}
