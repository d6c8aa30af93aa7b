//go:build linux && amd64

package machine

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// drive runs the processor and has answer deal with each exit, until that says it is over or the
// context ends. The caller's goroutine stays on its thread meanwhile: that thread is the processor.
func drive(ctx context.Context, cpu *kvm.VCPU, answer func(kvm.Reason) (over bool, err error)) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer kickAtEnd(ctx, cpu)()
	for {
		reason, err := cpu.Run()
		over := false
		if err == nil {
			over, err = answer(reason)
		}
		switch {
		case over:
			return nil
		case ctx.Err() != nil: // which may be why there is another error
			return fmt.Errorf("it did not end: %w", context.Cause(ctx))
		case err != nil:
			return err
		}
	}
}

// kickAtEnd has the processor of the calling thread leave the guest when the context ends. It takes both:
// the switch in the shared page, as a signal may come just before the guest is entered and be over; and the signal,
// as a guest that runs looks at no page. The switch comes first, so there is no gap. The
// signal is the one by which Go's runtime interrupts its own threads, and which it ignores otherwise.
// Source: api.rst, "immediate_exit"; runtime/signal_unix.go, sigPreempt.
func kickAtEnd(ctx context.Context, cpu *kvm.VCPU) (release func()) {
	thread := unix.Gettid()
	kicked := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(kicked)
		cpu.ImmediateExit()
		unix.Tgkill(os.Getpid(), thread, unix.SIGURG) //nolint:errcheck // the thread is there until release
	})
	return func() {
		if !stop() {
			<-kicked // it writes to a page that will be unmapped
		}
	}
}

// fatal is the error of an exit after which a guest cannot go on.
func fatal(cpu *kvm.VCPU, reason kvm.Reason) error {
	switch reason {
	case kvm.Shutdown:
		return fmt.Errorf("the processor shut down after a triple fault, as one does whose kernel is gone")
	case kvm.InternalError:
		return fmt.Errorf("KVM internal error, suberror %d: this machine's KVM does not know an instruction of the guest", cpu.Suberror())
	case kvm.FailEntry:
		return fmt.Errorf("the processor refused the guest's registers: %#x", cpu.EntryFailure())
	default:
		return fmt.Errorf("it stopped for a reason that has no answer here: %v", reason)
	}
}
