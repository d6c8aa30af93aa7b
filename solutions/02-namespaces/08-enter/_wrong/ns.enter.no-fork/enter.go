//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// This thread joins everything, and becomes the command.
func enter(pid int, command []string) (int, error) {
	runtime.LockOSThread()
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return 0, err
	}
	work, err := os.Open(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return 0, err
	}
	root, err := os.Open(fmt.Sprintf("/proc/%d/root", pid))
	if err != nil {
		return 0, err
	}
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return 0, err
	}
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return 0, err
	}
	const all = unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWCGROUP
	if err := unix.Setns(process, all); err != nil {
		return 0, err
	}
	for _, err := range []error{root.Chdir(), unix.Chroot("."), work.Chdir()} {
		if err != nil {
			return 0, err
		}
	}
	return 0, unix.Exec(command[0], command, strings.Split(strings.TrimSuffix(string(environ), "\x00"), "\x00"))
}
