//go:build linux

// What the questions are about, done: chroot(2) and nothing around it. The base image's
// chroot always enters the new root, as every chroot command does, so it cannot show what
// happens without.

package grader

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// jailName is the name under which this program, in the fake host, is the experiment:
//
//	JAIL ROOT stay|enter|escape COMMAND…
const jailName = "minicontainer-jail"

const (
	stay   = "stay"   // chroot, and the working directory as it was
	enter  = "enter"  // chroot, chdir
	escape = "escape" // chroot, chdir, and the walk out
)

func init() {
	if filepath.Base(os.Args[0]) == jailName {
		err := runJailed(os.Args[1], os.Args[2], os.Args[3:])
		os.Stderr.WriteString(jailName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(125)                                                //nolint:forbidigo // the experiment is a program of its own
	}
}

// runJailed returns only with an error.
func runJailed(root, how string, command []string) error {
	err := unix.Chroot(root)
	if how != stay {
		err = errors.Join(err, os.Chdir("/"))
	}
	if how == escape {
		err = errors.Join(err, walkOut())
	}
	if err != nil {
		return err
	}
	return unix.Exec(command[0], command, os.Environ())
}

// walkOut gives the process a root below its working directory. From then on ".." does
// not meet the root on its way up.
func walkOut() error {
	const deep = 64
	err := errors.Join(os.MkdirAll("below", 0o755), unix.Chroot("below"))
	for range deep {
		err = errors.Join(err, os.Chdir(".."))
	}
	return errors.Join(err, unix.Chroot("."))
}
