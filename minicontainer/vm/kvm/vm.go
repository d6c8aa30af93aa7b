//go:build linux && amd64

package kvm

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// VM is a machine.
type VM struct{ fd int }

// Close closes it. The kernel keeps the machine as long as one of its processors is open or mapped.
func (m VM) Close() error { return unix.Close(m.fd) }

// MemoryRegion says that a piece of our memory is a piece of the guest's: struct
// kvm_userspace_memory_region.
type MemoryRegion struct {
	Slot    uint32 // its number; the same one again replaces it
	Flags   uint32
	Guest   uint64 // the guest's physical address
	Size    uint64 // bytes; 0 takes the region away
	Address uint64 // ours
}

// SetMemory gives the guest memory from a physical address on. It must come from mmap(2), and stay mapped
// as long as a processor runs: what the Go heap moves or frees, the guest would still write to.
func (m VM) SetMemory(slot uint32, guest uint64, memory []byte) error {
	region := MemoryRegion{
		Slot: slot, Guest: guest, Size: uint64(len(memory)),
		Address: uint64(uintptr(unsafe.Pointer(unsafe.SliceData(memory)))),
	}
	return setUserMemoryRegion.withData(m.fd, unsafe.Pointer(&region))
}

// SetTSSAddress gives KVM three pages of guest addresses, below 4 GiB and not memory, that it needs on
// Intel processors: those run no real mode in a guest, so it is staged with a task state segment.
func (m VM) SetTSSAddress(guest uint64) error {
	_, err := setTSSAddr.withNumber(m.fd, uintptr(guest))
	return err
}

// SetIdentityMap gives KVM one more such page, of page tables for the same purpose. Before the first
// processor is made.
func (m VM) SetIdentityMap(guest uint64) error {
	return setIdentityMapAddr.withData(m.fd, unsafe.Pointer(&guest))
}

// CreateIRQChip has the kernel be the interrupt controllers: two 8259, an I/O APIC, and a local APIC
// in each processor made later. hlt then waits in the kernel, and is no exit.
func (m VM) CreateIRQChip() error {
	_, err := createIRQChip.withNumber(m.fd, 0)
	return err
}

// pitConfig is struct kvm_pit_config.
type pitConfig struct {
	flags uint32
	_     [15]uint32
}

// CreatePIT has the kernel be the timer, an 8254, and the port 0x61 by which it is read. After
// CreateIRQChip.
func (m VM) CreatePIT() error {
	const speakerPort = 1 // KVM_PIT_SPEAKER_DUMMY
	config := pitConfig{flags: speakerPort}
	return createPIT2.withData(m.fd, unsafe.Pointer(&config))
}

// irqLevel is struct kvm_irq_level.
type irqLevel struct{ irq, level uint32 }

// SetIRQ raises or lowers a wire to the interrupt controllers.
func (m VM) SetIRQ(irq uint32, high bool) error {
	wire := irqLevel{irq: irq}
	if high {
		wire.level = 1
	}
	return irqLine.withData(m.fd, unsafe.Pointer(&wire))
}

// CreateVCPU makes a processor in its state after a reset. size is System.RunSize. The thread that runs it
// should be the one that made it.
func (m VM) CreateVCPU(id, size int) (*VCPU, error) {
	fd, err := createVCPU.withNumber(m.fd, uintptr(id))
	if err != nil {
		return nil, err
	}
	shared, err := unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("map processor: %w", err)
	}
	return &VCPU{fd: fd, shared: shared}, nil
}
