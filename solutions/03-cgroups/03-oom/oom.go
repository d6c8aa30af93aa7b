//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// howItEnded tells how a command ended that ran in a group of its own: group is the group's directory, which is still
// there, in the tree of that version that has the memory controller.
//
//   - status is what a shell would say: the exit status, or 128 and the number of the signal
//   - oom tells whether the kernel has killed a process of the group for want of memory,
//     be it the command or another one
func howItEnded(version int, group string, ended *os.ProcessState) (status int, oom bool, err error) {
	// ExitCode is -1 for everything that ended by a signal; which one, only the wait status has.
	wait := ended.Sys().(syscall.WaitStatus)
	status = wait.ExitStatus()
	if wait.Signaled() {
		status = 128 + int(wait.Signal())
	}
	// The status does not know who sent a SIGKILL. The group does: it counts its dead.
	file := "memory.events"
	if version == 1 {
		file = "memory.oom_control"
	}
	kills, err := counted(filepath.Join(group, file), "oom_kill")
	return status, kills > 0, err
}

// counted reads one number of a file with a name and a number on each line.
func counted(file, name string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		var n int
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			_, err := fmt.Sscan(rest, &n)
			return n, err
		}
	}
	return 0, fmt.Errorf("%s: no %s", file, name)
}

// useMemory has so many bytes of memory in use, all at the same time, and returns then. Under a limit that is lower it
// does not return: it is the command that a test of a memory limit runs.
func useMemory(bytes int64) {
	const page = 4096 // the smallest there is
	all := make([]byte, bytes)
	for i := int64(0); i < bytes; i += page {
		all[i] = 1 // the kernel gives memory to who touches it, not to who asks
	}
	runtime.KeepAlive(all) // or Go may give the first of it back before the last is there
}
