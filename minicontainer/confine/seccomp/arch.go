// Architectures. A system call is a number, and every architecture has numbers of its own; a kernel may serve
// several at once.
//
//	struct seccomp_data.arch   .nr                     a process on amd64 that
//	AUDIT_ARCH_X86_64          0 … 547                 calls by syscall
//	AUDIT_ARCH_X86_64          0x40000000 | 0 … 547    does, with addresses of 32 bits: x32, an ABI hardly anybody uses
//	AUDIT_ARCH_I386            0 … 467                 calls by int 0x80, which programs of 64 bits may do, too
//
// A filter that looks at the number alone is none: on amd64, 105 is setuid; as a call of i386, 105 is getitimer, and setuid
// is 23. Whoever may not call setuid calls 23 by int 0x80. So a filter asks for the architecture first, and
// ends a process that comes with one it has no rules for.

package seccomp

import (
	"runtime"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

//go:generate go run generate.go

// call is one system call; its numbers are by architecture.
type call struct {
	name    string
	numbers [5]int32
}

// none is the number of a call that an architecture has not.
const none = -1

// abi is one way to call the kernel.
type abi struct {
	arch   specs.Arch
	audit  uint32 // struct seccomp_data.arch
	column int    // in the table of numbers, see calls.go
	base   uint32 // is part of every number
	wide   bool   // arguments are 64 bits
}

// x32Bit is in the number of every call of x32. Source: arch/x86/include/uapi/asm/unistd.h.
const x32Bit = 0x40000000

var abis = []abi{
	{arch: specs.ArchX86_64, audit: unix.AUDIT_ARCH_X86_64, column: 0, wide: true},
	{arch: specs.ArchX86, audit: unix.AUDIT_ARCH_I386, column: 1},
	{arch: specs.ArchX32, audit: unix.AUDIT_ARCH_X86_64, column: 4, base: x32Bit},
	{arch: specs.ArchAARCH64, audit: unix.AUDIT_ARCH_AARCH64, column: 2, wide: true},
	{arch: specs.ArchARM, audit: unix.AUDIT_ARCH_ARM, column: 3},
}

// Native is the architecture that this program runs on; "" where there is no table of numbers for it.
func Native() specs.Arch {
	return map[string]specs.Arch{
		"amd64": specs.ArchX86_64, "386": specs.ArchX86, "arm64": specs.ArchAARCH64, "arm": specs.ArchARM,
	}[runtime.GOARCH]
}

// Architectures are those that a filter can have rules for.
func Architectures() []specs.Arch {
	list := make([]specs.Arch, len(abis))
	for i, a := range abis {
		list[i] = a.arch
	}
	return list
}

// foreign are architectures of the specification whose numbers we do not know. No kernel that we run on has calls of
// theirs, so a filter does without rules for them.
var foreign = []specs.Arch{
	specs.ArchMIPS, specs.ArchMIPS64, specs.ArchMIPS64N32, specs.ArchMIPSEL, specs.ArchMIPSEL64, specs.ArchMIPSEL64N32,
	specs.ArchPPC, specs.ArchPPC64, specs.ArchPPC64LE, specs.ArchS390, specs.ArchS390X, specs.ArchPARISC, specs.ArchPARISC64,
	specs.ArchRISCV64, specs.ArchLOONGARCH64, specs.ArchM68K, specs.ArchSH, specs.ArchSHEB,
}

// find is the call of a name. One that is not known has no number anywhere.
func find(name string) (c call, known bool) {
	i, known := slices.BinarySearchFunc(calls, name, func(c call, name string) int { return strings.Compare(c.name, name) })
	if !known {
		return call{numbers: [...]int32{none, none, none, none, none}}, false
	}
	return calls[i], true
}

// number is the number of a call; false if the architecture has no such one.
func (a abi) number(c call) (uint32, bool) {
	number := c.numbers[a.column]
	return a.base | uint32(number), number != none //nolint:gosec // not used if negative
}
