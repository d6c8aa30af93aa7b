//go:build linux

// What the questions are about, done inside the group.

package grader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// liesName is the name under which this program, in the fake host, joins groups and acts in them:
//
//	LIES DIR,DIR… ACT ARGUMENT…
const liesName = "minicontainer-lies"

var acts = map[string]func(args []string) error{
	"run":     run,
	"sysinfo": sysinfo,
	"numcpu":  func([]string) error { return say(runtime.NumCPU()) },
	"reserve": reserve,
	"view":    view,
}

func init() {
	if filepath.Base(os.Args[0]) != liesName || len(os.Args) < 3 {
		return
	}
	runtime.LockOSThread() // namespaces belong to threads
	if err := errors.Join(join(os.Args[1]), acts[os.Args[2]](os.Args[3:])); err != nil {
		os.Stderr.WriteString(liesName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(125)                                                //nolint:forbidigo // the experiment is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func say(what any) error {
	_, err := fmt.Fprintln(os.Stdout, what)
	return err
}

// join enters the groups; "-" is none.
func join(dirs string) error {
	if dirs == "-" {
		return nil
	}
	for _, dir := range strings.Split(dirs, ",") {
		if err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte("0"), 0); err != nil {
			return err
		}
	}
	return nil
}

// run becomes one of the fake host's tools: it begins in the group.
func run(command []string) error {
	return unix.Exec(filepath.Join(fakehost.Tools, command[0]), command, os.Environ())
}

// sysinfo prints kilobytes. The unit is 1 byte on machines of 64 bits. Source: sysinfo(2).
func sysinfo([]string) error {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return err
	}
	return say(uint64(info.Totalram) * uint64(info.Unit) >> 10)
}

// reserve asks for memory and touches none of it.
func reserve(args []string) error {
	size, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	memory, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return say(err)
	}
	return errors.Join(say("got"), unix.Munmap(memory))
}

// view mounts a tree in a new cgroup namespace, and prints the memory limit at its top and the names there.
func view(args []string) error {
	if err := unix.Unshare(unix.CLONE_NEWCGROUP | unix.CLONE_NEWNS); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	kind, options, file := "cgroup2", "", "memory.max"
	if args[0] == "1" {
		kind, options, file = "cgroup", args[1], "memory.limit_in_bytes"
	}
	const top = "/mnt"
	if err := unix.Mount(kind, top, kind, unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, options); err != nil {
		return fmt.Errorf("mount %s: %w", kind, err)
	}
	limit, err := os.ReadFile(filepath.Join(top, file))
	if err != nil {
		limit = []byte("nothing")
	}
	entries, err := os.ReadDir(top)
	if err != nil {
		return err
	}
	for _, e := range entries {
		limit = append(limit, " "+e.Name()...)
	}
	return say(string(limit))
}
