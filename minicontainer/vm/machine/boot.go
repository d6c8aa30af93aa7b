//go:build linux && amd64

package machine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// ownWords go before the command line: this machine is switched off by the keyboard controller.
// Source: Documentation/admin-guide/kernel-parameters.txt.
const ownWords = "reboot=k "

// Boot switches the machine on and returns when it is off, or when the context ends, which is an error.
// in and out are the serial line; in may be nil. The exits are those until then, also with an error.
//
// Nothing is left behind. For that a Read of in and a Write to out are given up by SetDeadline, if there is
// one that works, as pipes of package os have; they are of no use afterwards. Of another in, one Read may be left.
func (l Linux) Boot(ctx context.Context, in io.Reader, out io.Writer) (Exits, error) {
	m := &linux{Linux: l, exits: newExits()}
	err := plan.Run(m.steps(ctx, in, out), nil)
	if err = errors.Join(err, m.close()); err != nil {
		return m.exits, fmt.Errorf("run guest: %w", err)
	}
	return m.exits, nil
}

type linux struct {
	Linux
	board
	entry   uint64
	gdtSize uint16
	ports   ports
	exits   Exits
}

func (m *linux) steps(ctx context.Context, in io.Reader, out io.Writer) []plan.Step {
	return []plan.Step{
		step{"mmap", "the guest's memory", m.allocateAll},
		step{"copy", "kernel, initramfs, and what a boot loader says", m.load},
		step{"open " + kvm.Device, "the way to the hypervisor in the kernel", m.open},
		step{"ioctl KVM_GET_API_VERSION", "is 12, everywhere", m.checkVersion},
		step{"ioctl KVM_CREATE_VM", "a machine: no memory, no processor", m.createVM},
		step{"ioctl KVM_SET_TSS_ADDR", "room that Intel's processors need", func() error { return m.vm.SetTSSAddress(tssAddress) }},
		step{"ioctl KVM_SET_IDENTITY_MAP_ADDR", "the same", func() error { return m.vm.SetIdentityMap(identityMapAddress) }},
		step{"ioctl KVM_CREATE_IRQCHIP", "interrupt controllers, in the kernel", func() error { return m.vm.CreateIRQChip() }},
		step{"ioctl KVM_CREATE_PIT2", "a timer, in the kernel", func() error { return m.vm.CreatePIT() }},
		step{"ioctl KVM_SET_USER_MEMORY_REGION", "our memory is the guest's", func() error { return m.vm.SetMemory(0, 0, m.memory) }},
		step{"ioctl KVM_CREATE_VCPU", "a processor, as after a reset", m.createCPU},
		step{"ioctl KVM_SET_CPUID2", "what it can do", m.setIdentity},
		step{"ioctl KVM_SET_SREGS, KVM_SET_REGS", "64 bits, at the kernel's begin", func() error { return enterLongMode(m.cpu, m.entry, m.gdtSize) }},
		step{"ioctl KVM_RUN", "until the guest resets the machine", func() error { return m.run(ctx, in, out) }},
	}
}

func (m *linux) allocateAll() error {
	const least = highMemoryBegin >> 20
	if m.Memory <= least || m.Memory > MaxMemory {
		return fmt.Errorf("a machine has %d to %d MiB of memory, and not %d", least+1, MaxMemory, m.Memory)
	}
	return m.allocate(m.Memory << 20)
}

func (m *linux) load() error {
	entry, end, err := loadKernel(m.memory, m.Kernel)
	if err != nil {
		return err
	}
	initramfs, err := placeInitramfs(m.memory, m.Initramfs, end)
	if err != nil {
		return err
	}
	m.entry, m.gdtSize = entry, writeGDT(m.memory)
	writePageTables(m.memory)
	return writeZeroPage(m.memory, ownWords+m.CommandLine, initramfs)
}

func (m *linux) setIdentity() error {
	supported, err := m.system.SupportedCPUID()
	if err != nil {
		return err
	}
	return m.cpu.SetCPUID(identity(supported))
}

// run plugs the serial line in for as long as the processor runs.
func (m *linux) run(ctx context.Context, in io.Reader, out io.Writer) error {
	m.ports.serial = newSerial(out, func(high bool) error { return m.vm.SetIRQ(serialIRQ, high) })
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		if in != nil {
			m.ports.serial.feed(in)
		}
	}()
	// A writer that nobody reads from would keep the processor's thread, which then no signal ends.
	stop := context.AfterFunc(ctx, func() { giveUp(out) })
	defer stop()
	err := drive(ctx, m.cpu, m.answer)
	m.ports.serial.switchOff()
	if in == nil || giveUp(in) {
		<-fed
	}
	return err
}

// giveUp ends a Read or Write of a pipe that is under way, now and from now on; it tells whether it could.
func giveUp(end any) bool {
	pipe, ok := end.(interface{ SetDeadline(time.Time) error })
	return ok && pipe.SetDeadline(time.Unix(1, 0)) == nil
}

// answer is the hypervisor's part of the guest's life.
func (m *linux) answer(reason kvm.Reason) (over bool, err error) {
	m.exits.Reasons[reason]++
	switch reason {
	case kvm.Interrupted:
		return false, nil
	case kvm.MMIO:
		m.memoryThatIsNotThere()
		return false, nil
	case kvm.IO:
		a := m.cpu.PortAccess()
		m.exits.Ports[Port{Number: a.Port, Out: a.Out}]++
		err := m.ports.access(a)
		if errors.Is(err, errReset) {
			return true, nil
		}
		return false, err
	}
	return false, fatal(m.cpu, reason)
}

func (m *linux) memoryThatIsNotThere() {
	a := m.cpu.MemoryAccess()
	if a.Write {
		return
	}
	for i := range a.Data {
		a.Data[i] = nothing
	}
}
