//go:build linux

// Given; the exercise is in drop.go.
package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// To the kernel every thread has ids and capabilities of its own. The main goroutine stays
// on the first thread, which becomes the command.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(3, "UID:GID ROOT COMMAND…")
	var uid, gid int
	if n, err := fmt.Sscanf(args[0], "%d:%d", &uid, &gid); n != 2 {
		given.GiveUp(fmt.Errorf("read UID:GID %s: %w", args[0], err))
	}
	given.GiveUp(runAs(uid, gid, args[1], args[2:]))
}

// loginGroups are such as a login shell of root has.
var loginGroups = []int{0, 4, 24, 27}

// runAs becomes the command; it returns only after an error.
func runAs(uid, gid int, root string, command []string) error {
	if err := unix.Setgroups(loginGroups); err != nil {
		return fmt.Errorf("set groups: %w", err)
	}
	if err := unix.Chroot(root); err != nil {
		return fmt.Errorf("chroot to %s: %w", root, err)
	}
	if err := unix.Chdir("/"); err != nil {
		return fmt.Errorf("enter the new root: %w", err)
	}
	if err := dropRoot(uid, gid); err != nil {
		return err
	}
	return fmt.Errorf("exec %s: %w", command[0], unix.Exec(command[0], command, os.Environ()))
}
