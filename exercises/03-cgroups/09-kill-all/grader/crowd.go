//go:build linux

// A crowd: processes of one thread each, in a group, who listen to no signal that can be blocked. Some sleep, each in a process
// group of its own, and some fork all the time: the child goes on where its parent ends, so that the one forker there is has another number a
// moment later. It is outrun by nobody who reads a number first and kills then.
//
// A Go program forks without exec only if the child does nothing but system calls: it has one thread, and the rest of the
// Go runtime is not there.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// crowdName is the name under which this program is the one who starts a crowd, and stays outside:
//
//	CROWD GROUP SLEEPERS FORKERS
const crowdName = "minicontainer-crowd"

func init() {
	if filepath.Base(os.Args[0]) != crowdName || len(os.Args) != 4 {
		return
	}
	runtime.LockOSThread()
	err := gather(os.Args[1], os.Args[2], os.Args[3])
	os.Stderr.WriteString(crowdName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
	os.Exit(125)                                                 //nolint:forbidigo // a program of its own
}

// gather returns only with an error. Whoever ends in the crowd becomes its child and is forgotten at once: nobody waits
// for them, and a zombie would be a process that cannot be killed.
func gather(group, sleepers, forkers string) error {
	sleeping, err1 := strconv.Atoi(sleepers)
	forking, err2 := strconv.Atoi(forkers)
	signal.Ignore(unix.SIGCHLD)
	err3 := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
	var gate [2]int
	err4 := unix.Pipe(gate[:])
	procs, err5 := os.OpenFile(filepath.Join(group, "cgroup.procs"), os.O_WRONLY, 0)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	for i := range sleeping + forking {
		pid := member(gate[0], gate[1], i >= sleeping)
		if _, err := procs.WriteString(strconv.Itoa(pid)); err != nil {
			return fmt.Errorf("put %d into %s: %w", pid, group, err)
		}
	}
	unix.Close(gate[1]) // all begin
	fmt.Fprintln(os.Stdout, "ready")
	return unix.Pause()
}

// member is fork(2). The child waits until nobody has the other end of the gate.
func member(gate, other int, forks bool) int {
	pid, _, _ := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	if pid != 0 {
		return int(pid)
	}
	all := ^uint64(0)
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, unix.SIG_BLOCK, uintptr(unsafe.Pointer(&all)), 0, unsafe.Sizeof(all), 0, 0) //nolint:errcheck // nobody could be told
	syscall.RawSyscall(syscall.SYS_SETPGID, 0, 0, 0)
	syscall.RawSyscall(syscall.SYS_CLOSE, uintptr(other), 0, 0)
	var none byte
	syscall.RawSyscall(syscall.SYS_READ, uintptr(gate), uintptr(unsafe.Pointer(&none)), 1)
	for forks {
		child, _, _ := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if int(child) > 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
	}
	for {
		syscall.RawSyscall6(syscall.SYS_PPOLL, 0, 0, 0, 0, 0, 0) //nolint:errcheck // it waits for a signal
	}
}
