//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

var (
	mu    sync.Mutex
	notes []*os.File
)

const ownNetwork = "/proc/thread-self/ns/net"

// Something is written down, and the note stays open.
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
	if note, err := os.Create("/tmp/network"); err == nil {
		mu.Lock()
		notes = append(notes, note)
		mu.Unlock()
	}
	made, err := os.Open(ownNetwork)
	if back := unix.Setns(int(before.Fd()), unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return made, err
}
