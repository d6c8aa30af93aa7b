package syscalls

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// DefaultSignals gives the signals that end a process their default action
// back, as a C program has them.
//
// The Go runtime installs a handler for every signal, so that a Go program that
// is sent TERM exits by its own doing. The kernel treats PID 1 of a PID
// namespace specially: a signal without a handler is discarded. A program with
// Go's handlers would therefore die as PID 1 where the same program in C would
// not, and the lessons about PID 1 would teach something false.
//
// Signals set to "ignore" by the parent (nohup) stay ignored. Source:
// signal(7), pid_namespaces(7).
func DefaultSignals() {
	for _, sig := range []unix.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGPIPE, unix.SIGTERM, unix.SIGUSR1, unix.SIGUSR2, unix.SIGALRM} {
		if old, err := sigaction(sig, nil); err != nil || old.handler == sigIgn {
			continue
		}
		DefaultSignal(sig)
	}
}

// DefaultSignal gives one signal its default action back, whatever the Go runtime
// or os/signal made of it. Signals that do not exist, KILL and STOP are left as they are.
func DefaultSignal(sig unix.Signal) {
	sigaction(sig, &kernelSigaction{}) //nolint:errcheck // refused only for signals that have no other action
}

const sigIgn = 1 // SIG_IGN; SIG_DFL is 0

// kernelSigaction is the kernel's struct sigaction. Its first word is the
// handler on every architecture; the rest, in whatever order an architecture
// has it, is zero for SIG_DFL, so four words serve amd64 and arm64 alike.
type kernelSigaction struct {
	handler uintptr
	rest    [3]uint64
}

func sigaction(sig unix.Signal, act *kernelSigaction) (old kernelSigaction, err error) {
	const sigsetSize = 8
	_, _, e := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig),
		uintptr(unsafe.Pointer(act)), uintptr(unsafe.Pointer(&old)), sigsetSize, 0, 0)
	if e != 0 {
		return old, e
	}
	return old, nil
}
