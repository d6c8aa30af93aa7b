//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// startContainer runs again, which is this program once more, in namespaces of its own, waits for its
// end, and returns what Run returns. On the host nothing is changed.
func startContainer(again *exec.Cmd) error {
	// The child itself is the first process of the new PID namespace: clone(2), not
	// unshare(2). The mount namespace is for the mount that has to come.
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS}
	return again.Run()
}

// becomeFirst is called in the process that startContainer has started. It gives root a /proc that shows the
// processes of the new PID namespace and no others, enters root, and becomes command, which
// is process 1 there. It returns only with an error.
func becomeFirst(root string, command []string) error {
	// The new mount namespace is a copy whose mounts are still shared with the host's.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	// A procfs shows the PID namespace of the process that mounts it: this one. Source: pid_namespaces(7).
	proc := filepath.Join(root, "proc")
	if err := unix.Mount("proc", proc, "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount %s: %w", proc, err)
	}
	if err := unix.Chroot(root); err != nil {
		return fmt.Errorf("chroot to %s: %w", root, err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	// execve keeps the number: the command is process 1, and not a child of it.
	return syscall.Exec(command[0], command, os.Environ())
}
