//go:build linux && amd64

package kvm

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Device is the way to KVM.
const Device = "/dev/kvm"

// Version is that of all kernels since 2.6.22: "applications should refuse to run" with another.
const Version = 12

// System is Device, opened.
type System struct{ fd int }

// Open opens Device. The caller closes it, which may be before the machines made with it.
func Open() (System, error) {
	fd, err := unix.Open(Device, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return System{}, fmt.Errorf("open %s: %w", Device, err)
	}
	return System{fd}, nil
}

// Close closes it.
func (s System) Close() error { return unix.Close(s.fd) }

// APIVersion is Version, or this is not the KVM that is written about here.
func (s System) APIVersion() (int, error) { return getAPIVersion.withNumber(s.fd, 0) }

// CreateVM makes a machine without processors and memory.
func (s System) CreateVM() (VM, error) {
	const usualKind = 0
	fd, err := createVM.withNumber(s.fd, usualKind)
	return VM{fd}, err
}

// RunSize is how many bytes of a processor's descriptor are to be mapped, for VM.CreateVCPU.
func (s System) RunSize() (int, error) { return getVCPUMmapSize.withNumber(s.fd, 0) }

// CPUIDEntry is one answer of the instruction cpuid: struct kvm_cpuid_entry2.
type CPUIDEntry struct {
	Function, Index    uint32 // what eax and ecx ask for
	Flags              uint32
	EAX, EBX, ECX, EDX uint32
	_                  [3]uint32
}

// cpuidHeader is struct kvm_cpuid2 without the entries that follow it: C counts them as nothing.
type cpuidHeader struct{ count, _ uint32 }

const maxCPUIDEntries = 256 // KVM_MAX_CPUID_ENTRIES

type cpuid struct {
	cpuidHeader
	entries [maxCPUIDEntries]CPUIDEntry
}

// SupportedCPUID is what a guest may be told about its processor, on this one and with this kernel.
func (s System) SupportedCPUID() ([]CPUIDEntry, error) {
	all := cpuid{cpuidHeader: cpuidHeader{count: maxCPUIDEntries}}
	if err := getSupportedCPUID.withData(s.fd, unsafe.Pointer(&all)); err != nil {
		return nil, err
	}
	return all.entries[:all.count], nil
}
