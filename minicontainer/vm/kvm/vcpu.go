//go:build linux && amd64

package kvm

import (
	"errors"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// VCPU is a processor.
type VCPU struct {
	fd     int
	shared []byte // what the kernel and we both see: struct kvm_run, and the data of ports behind it
}

// Close unmaps and closes it. It may not be running.
func (c *VCPU) Close() error {
	return errors.Join(unix.Munmap(c.shared), unix.Close(c.fd))
}

// kvmRun is the begin of struct kvm_run.
type kvmRun struct {
	requestInterruptWindow uint8
	immediateExit          uint8
	_                      [6]uint8
	exitReason             uint32
	readyForInterrupt      uint8
	ifFlag                 uint8
	flags                  uint16
	cr8, apicBase          uint64
	exit                   [256]byte // by the reason: one of the structs below
}

// exitIO is the port access: some values of some size each, which lie elsewhere in what is shared.
type exitIO struct {
	direction uint8 // 1 is out
	size      uint8
	port      uint16
	count     uint32
	offset    uint64
}

type exitMMIO struct {
	address uint64
	data    [8]uint8
	length  uint32
	isWrite uint8
}

type exitInternalError struct {
	suberror uint32
	count    uint32
	data     [16]uint64
}

type exitFailEntry struct {
	reason uint64
	cpu    uint32
}

func (c *VCPU) kvmRun() *kvmRun { return (*kvmRun)(unsafe.Pointer(unsafe.SliceData(c.shared))) }

// Run has the guest run to its next exit, and says why that was. A pending signal is Interrupted and no
// error. What was returned for the last exit must have been used: running completes it.
func (c *VCPU) Run() (Reason, error) {
	_, err := run.withNumber(c.fd, 0)
	switch {
	case errors.Is(err, unix.EINTR):
		return Interrupted, nil // the kernel has not always written the reason then
	case err != nil:
		return Unknown, err
	}
	return Reason(c.kvmRun().exitReason), nil
}

// ImmediateExit has Run return Interrupted before the guest runs, from now on. It does not end a Run
// that is under way: a signal to its thread does that. Any thread may call it.
func (c *VCPU) ImmediateExit() {
	// The first four bytes at once, as Go has no atomic byte. The first is zero: we never set it.
	const immediateExit = 1 << 8
	atomic.StoreUint32((*uint32)(unsafe.Pointer(unsafe.SliceData(c.shared))), immediateExit)
}

// PortAccess is the exit IO. Data is shared with the kernel: what is written there before the next
// Run is what the guest reads.
type PortAccess struct {
	Port uint16
	Out  bool
	Size int    // of one value, in bytes
	Data []byte // one value or more: instructions such as "rep outsb" have many
}

// PortAccess describes the last exit, an IO.
func (c *VCPU) PortAccess() PortAccess {
	io := (*exitIO)(unsafe.Pointer(&c.kvmRun().exit))
	const out = 1
	end := io.offset + uint64(io.size)*uint64(io.count)
	return PortAccess{Port: io.port, Out: io.direction == out, Size: int(io.size), Data: c.shared[io.offset:end]}
}

// MemoryAccess is the exit MMIO. Data is shared as PortAccess.Data is.
type MemoryAccess struct {
	Address uint64
	Write   bool
	Data    []byte
}

// MemoryAccess describes the last exit, an MMIO.
func (c *VCPU) MemoryAccess() MemoryAccess {
	mmio := (*exitMMIO)(unsafe.Pointer(&c.kvmRun().exit))
	return MemoryAccess{Address: mmio.address, Write: mmio.isWrite != 0, Data: mmio.data[:min(mmio.length, 8)]}
}

// Suberror is what the last exit, an InternalError, says further; 1 is an instruction that KVM should
// have interpreted and does not know.
func (c *VCPU) Suberror() uint32 {
	return (*exitInternalError)(unsafe.Pointer(&c.kvmRun().exit)).suberror
}

// EntryFailure is what the last exit, a FailEntry, says further, in the processor's own numbers.
func (c *VCPU) EntryFailure() uint64 {
	return (*exitFailEntry)(unsafe.Pointer(&c.kvmRun().exit)).reason
}
