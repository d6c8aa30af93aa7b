//go:build linux && amd64

// The mode that a 64-bit kernel is entered in. A processor comes out of its reset in 16 bits, and a boot
// loader leads it over 32 to 64 bits in a dozen instructions. We write the registers instead.
//
// Source: Documentation/arch/x86/boot.rst, "64-bit Boot Protocol"; Intel SDM volume 3, section 10.8.5
// ("Initializing IA-32e Mode").

package machine

import (
	"encoding/binary"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

const (
	codeSelector = 0x10 // __BOOT_CS of the protocol: third in the GDT
	dataSelector = 0x18 // __BOOT_DS

	cr0Protected = 1 << 0
	cr0Paging    = 1 << 31
	cr4PAE       = 1 << 5
	eferLongMode = 1<<8 | 1<<10 // LME: wanted, LMA: active
)

// writeGDT describes the two segments once more in memory, for a kernel that loads them anew.
func writeGDT(memory []byte) (size uint16) {
	for i, descriptor := range []uint64{0, 0, 0x00af9b000000ffff, 0x00cf93000000ffff} {
		binary.LittleEndian.PutUint64(memory[gdtAddress+8*i:], descriptor)
		size += 8
	}
	return size
}

// writePageTables maps the first 4 GiB to themselves, in pages of 2 MiB: 64 bits need page tables.
//
//	PML4 ─[0]─▶ PDPT ─[0…3]─▶ 4 page directories ─[0…511]─▶ 2 MiB each
func writePageTables(memory []byte) {
	const (
		present, writable, large = 1 << 0, 1 << 1, 1 << 7
		entries, largePage       = 512, 2 << 20
		directories              = 4
	)
	put := func(table, index, value uint64) {
		binary.LittleEndian.PutUint64(memory[table+8*index:], value)
	}
	const pointers, first = pageMapAddress + pageSize, pageMapAddress + 2*pageSize
	put(pageMapAddress, 0, pointers|present|writable)
	for d := uint64(0); d < directories; d++ {
		directory := first + d*pageSize
		put(pointers, d, directory|present|writable)
		for i := uint64(0); i < entries; i++ {
			put(directory, i, (d*entries+i)*largePage|present|writable|large)
		}
	}
}

// enterLongMode sets the processor's registers to begin at entry.
func enterLongMode(cpu *kvm.VCPU, entry uint64, gdtSize uint16) error {
	s, err := cpu.Sregs()
	if err != nil {
		return err
	}
	s.CS = kvm.Segment{Limit: 1<<32 - 1, Selector: codeSelector, Type: 11, Present: 1, S: 1, L: 1, G: 1}
	data := kvm.Segment{Limit: 1<<32 - 1, Selector: dataSelector, Type: 3, Present: 1, S: 1, DB: 1, G: 1}
	s.DS, s.ES, s.FS, s.GS, s.SS = data, data, data, data, data
	s.GDT = kvm.Table{Base: gdtAddress, Limit: gdtSize - 1}
	s.CR0 |= cr0Protected | cr0Paging
	s.CR3 = pageMapAddress
	s.CR4 |= cr4PAE
	s.EFER |= eferLongMode
	if err := cpu.SetSregs(s); err != nil {
		return err
	}
	return cpu.SetRegs(kvm.Regs{RIP: entry, RSI: zeroPageAddress, RFLAGS: flagsAlwaysSet})
}

// identity is what the guest's cpuid says: all that KVM can do, in a machine of one processor.
func identity(supported []kvm.CPUIDEntry) []kvm.CPUIDEntry {
	const (
		features, topology, topology2 = 1, 0xb, 0x1f
		hypervisor                    = 1 << 31    // of ecx: there is one, whose own leaves begin at 0x40000000
		apicID                        = 0xff << 24 // of ebx: the number of the processor that KVM was asked on
	)
	for i := range supported {
		switch e := &supported[i]; e.Function {
		case features:
			e.ECX |= hypervisor
			e.EBX &^= apicID
		case topology, topology2:
			e.EDX = 0 // that number again
		}
	}
	return supported
}
