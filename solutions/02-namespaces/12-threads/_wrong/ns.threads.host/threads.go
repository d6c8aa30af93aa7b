//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

const ownNetwork = "/proc/thread-self/ns/net"

// The namespace of the process, as every page shows it.
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
	made, err := os.Open("/proc/self/ns/net")
	if back := unix.Setns(int(before.Fd()), unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return made, err
}
