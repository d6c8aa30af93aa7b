//go:build linux && amd64

package kvm

import "unsafe"

// Regs are the registers that programs compute with: struct kvm_regs.
type Regs struct {
	RAX, RBX, RCX, RDX, RSI, RDI, RSP, RBP uint64
	R8, R9, R10, R11, R12, R13, R14, R15   uint64
	RIP, RFLAGS                            uint64
}

// Segment is a segment register with what the processor remembers of its descriptor: struct kvm_segment.
// Source: Intel SDM volume 3, section 3.4.5.
type Segment struct {
	Base     uint64
	Limit    uint32
	Selector uint16
	Type     uint8 // 11 is code, 3 is data
	Present  uint8
	DPL      uint8 // the ring
	DB       uint8 // 32 bits
	S        uint8 // code or data, not the system's
	L        uint8 // 64 bits
	G        uint8 // the limit is in pages
	AVL      uint8
	Unusable uint8
	_        uint8
}

// Table is the place of the descriptor table of segments or of interrupts: struct kvm_dtable.
type Table struct {
	Base  uint64
	Limit uint16
	_     [3]uint16
}

// Sregs are the registers that make a mode: struct kvm_sregs.
type Sregs struct {
	CS, DS, ES, FS, GS, SS, TR, LDT Segment
	GDT, IDT                        Table
	CR0, CR2, CR3, CR4, CR8         uint64
	EFER, APICBase                  uint64
	Interrupts                      [4]uint64 // one bit each that waits
}

// Regs reads the registers.
func (c *VCPU) Regs() (Regs, error) {
	var r Regs
	err := getRegs.withData(c.fd, unsafe.Pointer(&r))
	return r, err
}

// SetRegs writes the registers.
func (c *VCPU) SetRegs(r Regs) error { return setRegs.withData(c.fd, unsafe.Pointer(&r)) }

// Sregs reads the registers of the mode.
func (c *VCPU) Sregs() (Sregs, error) {
	var s Sregs
	err := getSregs.withData(c.fd, unsafe.Pointer(&s))
	return s, err
}

// SetSregs writes them. Whether they fit together shows at the next entry.
func (c *VCPU) SetSregs(s Sregs) error { return setSregs.withData(c.fd, unsafe.Pointer(&s)) }

// SetCPUID says what the guest's cpuid answers, before the processor first runs. More than 256 entries
// are no table.
func (c *VCPU) SetCPUID(entries []CPUIDEntry) error {
	var all cpuid
	all.count = uint32(copy(all.entries[:], entries))
	return setCPUID2.withData(c.fd, unsafe.Pointer(&all))
}
