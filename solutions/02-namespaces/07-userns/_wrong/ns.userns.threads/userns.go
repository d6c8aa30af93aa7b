//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// This process moves itself, as unshare(1) does.
func asRoot(command []string) (int, error) {
	runtime.LockOSThread()
	uid, gid := os.Getuid(), os.Getgid()
	if err := unix.Unshare(unix.CLONE_NEWUSER); err != nil {
		return 0, fmt.Errorf("unshare: %w", err)
	}
	os.WriteFile("/proc/self/setgroups", []byte("deny"), 0)
	os.WriteFile("/proc/self/uid_map", []byte(fmt.Sprintf("0 %d 1", uid)), 0)
	os.WriteFile("/proc/self/gid_map", []byte(fmt.Sprintf("0 %d 1", gid)), 0)
	return 0, syscall.Exec(command[0], command, os.Environ())
}
