//go:build linux

package main

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// Nobody else gets the thread; the caller stays in the namespace.
func newNetwork() (*os.File, error) {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return nil, err
	}
	return os.Open("/proc/thread-self/ns/net")
}
