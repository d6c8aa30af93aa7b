// The moment between fork and execve.
//
// The child has one thread, a copy of all memory, and locks that other threads
// may have held and nobody will ever release. So it must not allocate, grow its stack or
// call anything that does. Go's runtime enforces the rule (BeforeFork has any growth of
// the stack end the program); hence one function, raw system calls, and
// helpers that need no stack of their own (nosplit). Model: syscall.forkExec.

package namespace

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The runtime's own hooks around a fork: signals are blocked, and in the child reset. They
// are not exported, but kept for gVisor and others that do the same (go.dev/issue/67401).

//go:linkname beforeFork syscall.runtime_BeforeFork
func beforeFork()

//go:linkname afterFork syscall.runtime_AfterFork
func afterFork()

//go:linkname afterForkInChild syscall.runtime_AfterForkInChild
func afterForkInChild()

// cloneArgs is the kernel's struct clone_args, which only clone3(2) takes and which alone can name a control
// group (CLONE_INTO_CGROUP). Source: clone(2).
type cloneArgs struct {
	flags, pidfd, childTID, parentTID, signal, stack, stackSize, tls, setTID, setTIDSize, group uint64
}

// fork returns the first child's id. The children never return.
//
//go:noinline
//go:norace
//go:nocheckptr
func (o *order) fork() (pid int, errno syscall.Errno) {
	up, down, keepDown := int32(o.childUp), uintptr(o.childDown), o.down.Fd()
	flags := o.flags
	if o.second {
		flags = 0
	}
	syscall.ForkLock.Lock()
	beforeFork()
	child, errno := o.clone(flags)
	if errno != 0 || child != 0 {
		afterFork()
		syscall.ForkLock.Unlock()
		return int(child), errno
	}
	afterForkInChild()
	o.enterGroups(up)
	if o.second {
		if !o.wait { // else the caller could not write the maps: /proc/PID would be root's
			syscall.RawSyscall(unix.SYS_PRCTL, unix.PR_SET_DUMPABLE, 0, 0) // until execve, nobody in there may trace this copy of the caller
		}
		for _, fd := range o.join {
			if _, _, errno = syscall.RawSyscall(unix.SYS_SETNS, uintptr(fd), 0, 0); errno != 0 {
				tell(up, wordJoin, int32(errno))
			}
		}
		// A sister, not a child: whoever called Start can wait for it.
		child, _, errno = syscall.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD)|unix.CLONE_PARENT|o.flags, 0, 0, 0, 0, 0)
		if errno != 0 {
			tell(up, wordClone, int32(errno))
		}
		if child != 0 {
			tell(up, wordPid, int32(child))
		}
	}
	if o.wait {
		var b [1]byte
		syscall.RawSyscall(unix.SYS_CLOSE, keepDown, 0, 0) // or the end of the caller would not be the end of file
		if n, _, _ := syscall.RawSyscall(unix.SYS_READ, down, uintptr(unsafe.Pointer(&b)), 1); n != 1 {
			exit()
		}
	}
	syscall.RawSyscall(unix.SYS_SETSID, 0, 0, 0) // fails for who leads a session, which a child does not
	if o.root {
		syscall.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0) // refused where the namespace denies it; then there are none to give up
		if _, _, errno = syscall.RawSyscall(unix.SYS_SETRESGID, 0, 0, 0); errno != 0 {
			tell(up, wordBecome, int32(errno))
		}
		if _, _, errno = syscall.RawSyscall(unix.SYS_SETRESUID, 0, 0, 0); errno != 0 {
			tell(up, wordBecome, int32(errno))
		}
	}
	if o.dieWithCaller { // not earlier: a change of user makes the kernel forget it
		syscall.RawSyscall(unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0)
	}
	for i, fd := range o.files {
		if _, _, errno = syscall.RawSyscall(unix.SYS_DUP3, uintptr(fd), uintptr(i), 0); errno != 0 {
			tell(up, wordFiles, int32(errno))
		}
	}
	// What the caller's parents left open goes no further. Linux 5.11; before that see closeInherited in package sandbox.
	syscall.RawSyscall(unix.SYS_CLOSE_RANGE, uintptr(len(o.files)), ^uintptr(0)>>33, unix.CLOSE_RANGE_CLOEXEC)
	_, _, errno = syscall.RawSyscall6(unix.SYS_EXECVEAT, uintptr(o.program), uintptr(unsafe.Pointer(o.name)),
		uintptr(unsafe.Pointer(&o.args[0])), uintptr(unsafe.Pointer(&o.env[0])), unix.AT_EMPTY_PATH, 0)
	tell(up, wordExec, int32(errno))
	return 0, errno
}

// clone makes the first child, in the control group of version 2 if there is one.
//
//go:nosplit
//go:norace
//go:nocheckptr
func (o *order) clone(flags uintptr) (child uintptr, errno syscall.Errno) {
	if o.group == nil {
		child, _, errno = syscall.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD)|flags, 0, 0, 0, 0, 0)
		return child, errno
	}
	o.group.flags = unix.CLONE_INTO_CGROUP | uint64(flags)
	child, _, errno = syscall.RawSyscall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(o.group)), unsafe.Sizeof(*o.group), 0)
	return child, errno
}

// enterGroups has the child go into the control groups of version 1: "0" is whoever writes it.
//
//go:nosplit
//go:norace
//go:nocheckptr
func (o *order) enterGroups(up int32) {
	zero := byte('0')
	for _, fd := range o.tasks {
		if n, _, errno := syscall.RawSyscall(unix.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(&zero)), 1); n != 1 {
			tell(up, wordGroup, int32(errno))
		}
	}
}

// tell writes one message and ends the child.
//
//go:nosplit
//go:norace
//go:nocheckptr
func tell(up, word, number int32) {
	m := [2]int32{word, number}
	syscall.RawSyscall(unix.SYS_WRITE, uintptr(up), uintptr(unsafe.Pointer(&m)), unsafe.Sizeof(m))
	exit()
}

//go:nosplit
//go:norace
func exit() {
	for {
		syscall.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
}
