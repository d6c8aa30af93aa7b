//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// The thread by its number, and back by way of the first thread, which nobody has moved.
func newNetwork() (*os.File, error) {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	fd, err := unix.Open(fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	home, failed := unix.PidfdOpen(os.Getpid(), 0)
	if failed == nil {
		failed = unix.Setns(home, unix.CLONE_NEWNET)
		unix.Close(home)
	}
	if failed != nil {
		return nil, failed
	}
	runtime.UnlockOSThread()
	return os.NewFile(uintptr(fd), "net"), err
}
