//go:build linux

// The processes that there are to be seen: of the host, of a container, of a container in it, and one that could be a hypervisor.

package grader

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// peopleName is the name under which this program, in the fake host, is one of them:
//
//	PEOPLE container KEEP KEEP for=TOKEN          starts web in namespaces of its own, and waits
//	PEOPLE web --name TOKEN KEEP KEEP             the container's first process; it starts worker and inner
//	PEOPLE worker --name TOKEN --quiet KEEP
//	PEOPLE inner TOKEN                            in one more PID namespace
//	PEOPLE shell TOKEN                            a process of the host; a child of it has ended, which nobody has waited for
//	PEOPLE near TOKEN0                            another one
//	PEOPLE machine -m 256 -append "… TOKEN"       and a hypervisor, whose guest runs something with the token
//
// KEEP is keep=MASK, the capabilities that a process keeps. Who is in place prints a line.
const peopleName = "minicontainer-people"

func init() {
	if filepath.Base(os.Args[0]) != peopleName || len(os.Args) < 3 {
		return
	}
	// init runs on the first thread: /proc/PID/status is of that one.
	if err := act(os.Args[1], os.Args[2:]); err != nil {
		os.Stderr.WriteString(peopleName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                    //nolint:forbidigo // it is a program of its own
	}
	for {
		time.Sleep(time.Hour)
	}
}

func act(who string, args []string) error {
	const inContainer = unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWUTS | unix.CLONE_NEWNET
	switch who {
	case "container":
		return begin(inContainer, "web", "--name", strings.TrimPrefix(args[2], "for="), args[0], args[1])
	case "web":
		return errors.Join(begin(0, "worker", "--name", args[1], "--quiet", args[3]), begin(unix.CLONE_NEWPID|unix.CLONE_NEWCGROUP, "inner", args[1]),
			filter(), keep(args[2]), inPlace(who))
	case "shell":
		return errors.Join(begin(0, "gone", args[0]), inPlace(who))
	case "gone":
		os.Exit(0) //nolint:forbidigo // that is what it is for
	case "worker":
		return errors.Join(unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), keep(args[3]), inPlace(who))
	}
	return inPlace(who)
}

func inPlace(who string) error {
	_, err := os.Stdout.WriteString("in place: " + who + "\n")
	return err
}

func begin(namespaces uintptr, args ...string) error {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = peopleName
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces}
	return cmd.Start()
}

// filter lets all system calls pass: that there is one can be seen, what it does not. Source: seccomp(2).
func filter() error {
	all := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW}}
	program := unix.SockFprog{Len: uint16(len(all)), Filter: &all[0]}
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0)
}

// keep gives up all capabilities but those of the mask: those in effect. What could be had again stays as it is.
func keep(mask string) error {
	m, err := strconv.ParseUint(strings.TrimPrefix(mask, "keep="), 16, 64)
	if err != nil {
		return err
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return err
	}
	data[0].Effective &= uint32(m) //nolint:gosec // the lower half of it
	data[1].Effective &= uint32(m >> 32)
	return unix.Capset(&header, &data[0])
}
