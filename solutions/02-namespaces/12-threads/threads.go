//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// ownNetwork is the network namespace of the calling thread. /proc/self would be that of the first thread.
const ownNetwork = "/proc/thread-self/ns/net"

// newNetwork makes a network namespace and returns it as an open file, as which it stays alive although no process
// is in it. Many goroutines may call it at once, and each call makes another namespace.
//
// When it has returned, every thread of this program is in the network namespace in which the program began, and
// the file is all that is left open.
func newNetwork() (*os.File, error) {
	// Go moves a goroutine between threads whenever it has waited, and unshare(2) moves one thread.
	runtime.LockOSThread()
	before, err := os.Open(ownNetwork)
	if err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	defer before.Close()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread() // nothing has changed
		return nil, fmt.Errorf("make network namespace: %w", err)
	}
	made, err := os.Open(ownNetwork)
	// Only a thread that is back where it was may serve other goroutines. One that cannot
	// go back stays locked, and Go throws it away with its goroutine.
	if back := unix.Setns(int(before.Fd()), unix.CLONE_NEWNET); back != nil {
		return nil, fmt.Errorf("go back to the first network namespace: %w", back)
	}
	runtime.UnlockOSThread()
	return made, err
}
