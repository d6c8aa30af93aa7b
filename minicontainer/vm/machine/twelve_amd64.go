//go:build linux && amd64

package machine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// Twelve runs Code, which takes a few milliseconds, and leaves nothing behind.
func Twelve(ctx context.Context) (Run, error) {
	var t twelve
	began := time.Now()
	err := plan.Run(t.steps(ctx), nil)
	err = errors.Join(err, t.close())
	t.run.Took = time.Since(began)
	if err != nil {
		return t.run, fmt.Errorf("run guest: %w", err)
	}
	return t.run, nil
}

// Explain lists the calls that Twelve makes, in order.
func Explain() []plan.Step {
	var t twelve
	return t.steps(context.Background())
}

type twelve struct {
	board
	run Run
}

// step is a call with its reason.
type step struct {
	call, why string
	do        func() error
}

func (s step) Name() string { return s.call }
func (s step) Line() string { return plan.NotTypable(fmt.Sprintf("%-32s %s", s.call, s.why)) }
func (s step) Do() error    { return s.do() }

func (t *twelve) steps(ctx context.Context) []plan.Step {
	const page = 4096
	return []plan.Step{
		step{"open " + kvm.Device, "the way to the hypervisor in the kernel", t.open},
		step{"ioctl KVM_GET_API_VERSION", "is 12, everywhere", t.checkVersion},
		step{"ioctl KVM_CREATE_VM", "a machine: no memory, no processor", t.createVM},
		step{"ioctl KVM_SET_TSS_ADDR", "room that Intel's processors need for real mode", func() error { return t.vm.SetTSSAddress(tssAddress) }},
		step{"mmap 4096 bytes", "the guest's memory is a page of ours", func() error { return t.allocate(page) }},
		step{"copy 12 bytes", "the guest, into its memory", func() error { copy(t.memory, Code[:]); return nil }},
		step{"ioctl KVM_SET_USER_MEMORY_REGION", "the page is at 0x1000 in the guest", func() error { return t.vm.SetMemory(0, codeAddress, t.memory) }},
		step{"ioctl KVM_CREATE_VCPU", "a processor, as after a reset", t.createCPU},
		step{"ioctl KVM_SET_SREGS", "the code segment begins at 0, not at the firmware", t.setSegment},
		step{"ioctl KVM_SET_REGS", "rip=0x1000 rax=2 rbx=2 rflags=2", t.setRegisters},
		step{"ioctl KVM_RUN", "again and again, until the reason is hlt", func() error { return drive(ctx, t.cpu, t.answer) }},
		step{"munmap, close", "and the machine is gone", t.close},
	}
}

func (t *twelve) setSegment() error {
	s, err := t.cpu.Sregs()
	if err != nil {
		return err
	}
	s.CS.Base, s.CS.Selector = 0, 0
	return t.cpu.SetSregs(s)
}

func (t *twelve) setRegisters() error {
	return t.cpu.SetRegs(kvm.Regs{RIP: codeAddress, RAX: summand, RBX: summand, RFLAGS: flagsAlwaysSet})
}

// flagsAlwaysSet is the bit of the flags that is 1 in every processor. Source: Intel SDM volume 1, section 3.4.3.
const flagsAlwaysSet = 1 << 1

// answer is the whole hypervisor.
func (t *twelve) answer(reason kvm.Reason) (over bool, err error) {
	exit := Exit{Reason: reason}
	if reason == kvm.IO {
		io := t.cpu.PortAccess()
		exit.Port, exit.Out, exit.Size, exit.Data = io.Port, io.Out, io.Size, io.Data[0]
		if io.Out && io.Port == serialPort {
			t.run.Output += string(io.Data)
		}
	}
	t.run.Exits = append(t.run.Exits, exit)
	switch reason {
	case kvm.IO, kvm.Interrupted:
		return false, nil
	case kvm.Halt:
		return true, nil
	}
	return false, fatal(t.cpu, reason)
}
