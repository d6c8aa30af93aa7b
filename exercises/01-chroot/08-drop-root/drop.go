//go:build linux

package main

import "errors"

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
	// TODO: give up root.
	return errors.New("dropRoot is not written yet")
}
