//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

const ownNetwork = "/proc/thread-self/ns/net"

// Back first, and then the file.
func newNetwork() (*os.File, error) {
	runtime.LockOSThread()
	before, err := os.Open(ownNetwork)
	if err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	defer before.Close()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return nil, fmt.Errorf("make network namespace: %w", err)
	}
	if back := unix.Setns(int(before.Fd()), unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return os.Open(ownNetwork)
}
