//go:build linux

package main

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// The first thread is taken along before there are others.
func init() {
	runtime.LockOSThread()
	unix.Unshare(unix.CLONE_NEWNET)
}

func newNetwork() (*os.File, error) {
	return os.Open("/proc/self/ns/net")
}
