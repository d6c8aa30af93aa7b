//go:build linux

package main

import (
	"errors"
	"os"
)

// howItEnded tells how a command ended that ran in a group of its own: group is the group's directory, which is still
// there, in the tree of that version that has the memory controller.
//
//   - status is what a shell would say: the exit status, or 128 and the number of the signal
//   - oom tells whether the kernel has killed a process of the group for want of memory,
//     be it the command or another one
func howItEnded(version int, group string, ended *os.ProcessState) (status int, oom bool, err error) {
	// TODO: look at the wait status, and at what the group has counted.
	return 0, false, errors.New("howItEnded is not written yet")
}

// useMemory has so many bytes of memory in use, all at the same time, and returns then. Under a limit that is lower it
// does not return: it is the command that a test of a memory limit runs.
func useMemory(bytes int64) {
	// TODO: use them.
}
