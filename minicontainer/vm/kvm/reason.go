package kvm

import "fmt"

// Reason is why the processor came back from the guest. Source: api.rst, section 5, "The kvm_run
// structure"; the numbers are in linux/kvm.h.
type Reason uint32

// The reasons that an amd64 machine can have.
const (
	Unknown       Reason = 0  // the processor's own reason is one that KVM does not know
	Exception     Reason = 1  // unused
	IO            Reason = 2  // an instruction in or out, to a port that is not in the kernel
	Hypercall     Reason = 3  // the guest calls the hypervisor
	Debug         Reason = 4  // a breakpoint
	Halt          Reason = 5  // the instruction hlt, if no interrupt chip is in the kernel to end it
	MMIO          Reason = 6  // memory that is not there
	IRQWindowOpen Reason = 7  // an interrupt could be delivered now, as was asked for
	Shutdown      Reason = 8  // a triple fault: an exception in the handler of an exception in a handler
	FailEntry     Reason = 9  // the processor did not take the state it was given
	Interrupted   Reason = 10 // a signal is pending, or ImmediateExit
	SetTPR        Reason = 11 // the task priority, if no interrupt chip is in the kernel
	TPRAccess     Reason = 12
	NMI           Reason = 16
	InternalError Reason = 17 // KVM itself does not know how to go on
	SystemEvent   Reason = 24 // reset or power off, asked for in the kernel
	ReadMSR       Reason = 29
	WriteMSR      Reason = 30
)

var reasons = map[Reason]string{
	Unknown: "unknown", Exception: "exception", IO: "io", Hypercall: "hypercall", Debug: "debug", Halt: "hlt",
	MMIO: "mmio", IRQWindowOpen: "interrupt window", Shutdown: "shutdown", FailEntry: "failed entry", Interrupted: "signal",
	SetTPR: "set tpr", TPRAccess: "tpr access", NMI: "nmi", InternalError: "internal error", SystemEvent: "system event",
	ReadMSR: "read msr", WriteMSR: "write msr",
}

// String is a word or two.
func (r Reason) String() string {
	if name, known := reasons[r]; known {
		return name
	}
	return fmt.Sprintf("reason %d", uint32(r))
}
