package applet

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

var chrootCommand = command{
	name: "chroot", usage: "NEWROOT [PROG ARGS]", short: "run a program with another root directory",
	options: "+", failure: 125, run: runChroot,
}

var pivotRootCommand = command{
	name: "pivot_root", usage: "NEW_ROOT PUT_OLD", short: "exchange the root mount of the mount namespace",
	run: runPivotRoot,
}

// runChroot changes into the new root at once: a working directory outside of
// it would be a way out. Source: chroot(2).
func runChroot(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no directory given")
	}
	if err := enterRoot(c.operands[0]); err != nil {
		return err
	}
	argv := c.operands[1:]
	if len(argv) == 0 {
		argv = []string{"/bin/sh", "-i"}
	}
	return c.execInPlace(argv, os.Environ())
}

func enterRoot(directory string) error {
	if err := unix.Chroot(directory); err != nil {
		return fmt.Errorf("change root to %s: %w", directory, err)
	}
	return os.Chdir("/")
}

func runPivotRoot(c *call) error {
	if len(c.operands) != 2 {
		return usagef("two directories are needed")
	}
	if err := unix.PivotRoot(c.operands[0], c.operands[1]); err != nil {
		return fmt.Errorf("pivot root to %s, old root to %s: %w", c.operands[0], c.operands[1], err)
	}
	return nil
}
