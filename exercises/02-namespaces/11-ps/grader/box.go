//go:build linux

// The containers, made: each with one mistake.

package grader

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// boxName is the name under which this program, in the fake host, is such a container:
//
//	BOX CAUSE ROOT COMMAND…
//
// It starts itself once more in the namespaces, with the further argument insideArg in front.
const (
	boxName   = "minicontainer-box"
	insideArg = "inside"
)

func init() {
	if filepath.Base(os.Args[0]) != boxName || len(os.Args) < 4 {
		return
	}
	err := runBox(os.Args[1:])
	os.Stderr.WriteString(boxName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
	os.Exit(125)                                               //nolint:forbidigo // the container is a program of its own
}

// runBox returns only when the container has ended.
func runBox(args []string) error {
	if args[0] == insideArg {
		return becomeBox(grade.Cause(args[1]), args[2], args[3:])
	}
	var made uintptr = unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWUTS
	switch grade.Cause(args[0]) {
	case noPIDNamespace:
		made &^= unix.CLONE_NEWPID
	case noUTSNamespace:
		made &^= unix.CLONE_NEWUTS
	}
	return again(made, "/proc/self/exe", append([]string{boxName, insideArg}, args...))
}

// again starts a program in new namespaces and waits for its end.
func again(flags uintptr, path string, args []string) error {
	cmd := &exec.Cmd{Path: path, Args: args, Stderr: os.Stderr}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags, Pdeathsig: syscall.SIGKILL}
	return errors.Join(cmd.Run(), errors.New("the container has ended"))
}

func becomeBox(c grade.Cause, root string, command []string) error {
	err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	switch c {
	case procMissing, procInherited:
	case procBound:
		err = errors.Join(err, unix.Mount("/proc", root+"/proc", "", unix.MS_BIND|unix.MS_REC, ""))
	case noMap: // whose root stays the host's: in a chroot nobody may make a user namespace
		err = errors.Join(err, unix.Mount("proc", "/proc", "proc", 0, ""))
	default:
		err = errors.Join(err, unix.Mount("proc", root+"/proc", "proc", 0, ""))
	}
	if err != nil {
		return err
	}
	switch c {
	case procInherited:
		return unix.Exec(root+command[0], command, nil)
	case noMap:
		return again(unix.CLONE_NEWUSER, root+command[0], command)
	}
	if err := errors.Join(unix.Chroot(root), os.Chdir("/")); err != nil {
		return err
	}
	return unix.Exec(command[0], command, nil)
}
