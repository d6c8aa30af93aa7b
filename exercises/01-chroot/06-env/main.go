//go:build linux

// Given; the exercise is in become.go.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID shows.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "ROOT COMMAND…")
	if err := enter(args[0]); err != nil {
		given.GiveUp(err)
	}
	err := become(args[1:])
	if status := statusOf(err); status != 0 {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(status)
	}
	given.GiveUp(fmt.Errorf("become returned: %v", err))
}

func enter(root string) error {
	if err := unix.Chroot(root); err != nil {
		return fmt.Errorf("chroot to %s: %w", root, err)
	}
	if err := unix.Chdir("/"); err != nil {
		return fmt.Errorf("enter the new root: %w", err)
	}
	return nil
}

// statusOf tells a command that is not there and one that may not be executed from
// everything else, as shells and Docker do; 0 is everything else.
func statusOf(err error) int {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, exec.ErrNotFound):
		return 127
	case errors.Is(err, fs.ErrPermission):
		return 126
	}
	return 0
}
