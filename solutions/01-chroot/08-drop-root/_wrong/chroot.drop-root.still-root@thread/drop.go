//go:build linux

package main

import (
	"runtime"
	"syscall"
)

// The raw call changes the thread it is made on, and that one ends.
func dropRoot(uid, gid int) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		_, _, errno := syscall.RawSyscall(syscall.SYS_SETUID, uintptr(uid), 0, 0)
		if errno != 0 {
			done <- errno
			return
		}
		done <- nil
	}()
	return <-done
}
