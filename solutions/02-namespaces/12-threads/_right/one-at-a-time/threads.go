//go:build linux

package main

import (
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// One caller after the other.
var mu sync.Mutex

func newNetwork() (*os.File, error) {
	mu.Lock()
	defer mu.Unlock()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	old, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(old)
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return nil, err
	}
	defer unix.Setns(old, unix.CLONE_NEWNET)
	fd, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "net"), nil
}
