//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

const ownNetwork = "/proc/thread-self/ns/net"

// The first namespace by its number, which is never closed.
func newNetwork() (*os.File, error) {
	runtime.LockOSThread()
	before, err := unix.Open(ownNetwork, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return nil, fmt.Errorf("make network namespace: %w", err)
	}
	made, err := os.Open(ownNetwork)
	if back := unix.Setns(before, unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return made, err
}
