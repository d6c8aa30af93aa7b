//go:build linux

// Given; the exercise is in devices.go.
package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// A mount namespace belongs to a thread. The main goroutine stays on the first one.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "ROOT COMMAND…")
	given.GiveUp(makeAndEnter(args[0], args[1:]))
}

// makeAndEnter becomes the command; it returns only after an error.
func makeAndEnter(root string, command []string) error {
	if err := ownMounts(); err != nil {
		return err
	}
	if err := makeDevices(root); err != nil {
		return err
	}
	if err := unix.Chroot(root); err != nil {
		return fmt.Errorf("chroot to %s: %w", root, err)
	}
	if err := unix.Chdir("/"); err != nil {
		return fmt.Errorf("enter the new root: %w", err)
	}
	return fmt.Errorf("exec %s: %w", command[0], unix.Exec(command[0], command, os.Environ()))
}

// ownMounts gives this thread a mount namespace of its own, whose mounts the host does not see.
func ownMounts() error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("make a mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make its mounts private: %w", err)
	}
	return nil
}
