//go:build linux

package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// dropRoot gives up root for good. It is called as root, on a thread that the calling goroutine
// keeps (runtime.LockOSThread) and that becomes the command afterwards; nothing is mounted on
// /proc. When it returns nil, that thread has
//
//   - uid as its real, effective and saved user id, and gid as the three group ids
//   - no supplementary groups
//   - no capability in the permitted, effective, inheritable, ambient and bounding sets
//   - no_new_privs set
//
// After an error some of it may have been done: the caller ends the program.
func dropRoot(uid, gid int) error {
	// Each step needs a right that the one with the uid takes away: CAP_SETPCAP, CAP_SETGID.
	if err := emptyBoundingSet(); err != nil {
		return fmt.Errorf("empty the bounding set: %w", err)
	}
	if err := unix.Setgroups(nil); err != nil {
		return fmt.Errorf("drop groups: %w", err)
	}
	if err := unix.Setresgid(gid, gid, gid); err != nil {
		return fmt.Errorf("set gid %d: %w", gid, err)
	}
	// All three: a saved id of 0 is a way back. Leaving 0 empties the permitted, effective and
	// ambient sets. Source: capabilities(7).
	if err := unix.Setresuid(uid, uid, uid); err != nil {
		return fmt.Errorf("set uid %d: %w", uid, err)
	}
	if err := dropInheritable(); err != nil {
		return fmt.Errorf("drop capabilities: %w", err)
	}
	// From here on execve gives no rights, whatever a file's mode or capabilities say.
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("set no_new_privs: %w", err)
	}
	return nil
}

// emptyBoundingSet drops one capability after another. How many there are, the kernel says by
// refusing the first that it does not know: a newer one has more than this program knows of.
func emptyBoundingSet() error {
	for c := uintptr(0); ; c++ {
		err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		if errors.Is(err, unix.EINVAL) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// dropInheritable empties the one set that the change of the uid leaves alone, and the rest
// with it.
func dropInheritable() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData // two halves of 64 bits
	return unix.Capset(&header, &none[0])
}
