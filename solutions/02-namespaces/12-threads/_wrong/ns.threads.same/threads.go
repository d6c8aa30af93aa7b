//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

const ownNetwork = "/proc/thread-self/ns/net"

// One namespace is enough for everybody.
func newNetwork() (*os.File, error) {
	once.Do(func() { shared, failed = makeNetwork() })
	if failed != nil {
		return nil, failed
	}
	fd, err := unix.Dup(int(shared.Fd()))
	return os.NewFile(uintptr(fd), shared.Name()), err
}

var (
	once   sync.Once
	shared *os.File
	failed error
)

func makeNetwork() (*os.File, error) {
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
	made, err := os.Open(ownNetwork)
	if back := unix.Setns(int(before.Fd()), unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return made, err
}
