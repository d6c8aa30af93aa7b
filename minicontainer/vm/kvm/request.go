//go:build linux && amd64

// The number of an ioctl says what it is about, so that a wrong one is refused rather than
// misunderstood:
//
//	31 30 │ 29        16 │ 15     8 │ 7      0
//	 way  │ size of data │  driver  │ function
//
// Source: ioctl(2); the kernel's Documentation/userspace-api/ioctl/ioctl-decoding.rst and include/uapi/asm-generic/ioctl.h.

package kvm

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// driver is KVM's letter, KVMIO.
const driver = 0xae

// Which way the data goes, seen from us.
const (
	wayNone  = 0
	wayWrite = 1
	wayRead  = 2
)

// request is an ioctl with the name that the kernel's documentation has for it.
type request struct {
	name   string
	number uintptr
}

func number(way, size, function uintptr) uintptr { return way<<30 | size<<16 | driver<<8 | function }

// plain has no data, or a number instead: _IO.
func plain(name string, function uintptr) request {
	return request{name, number(wayNone, 0, function)}
}

// write is for data that the kernel reads: _IOW.
func write[T any](name string, function uintptr) request {
	var data T
	return request{name, number(wayWrite, unsafe.Sizeof(data), function)}
}

// read is for data that the kernel writes: _IOR.
func read[T any](name string, function uintptr) request {
	var data T
	return request{name, number(wayRead, unsafe.Sizeof(data), function)}
}

// exchange is both: _IOWR.
func exchange[T any](name string, function uintptr) request {
	var data T
	return request{name, number(wayRead|wayWrite, unsafe.Sizeof(data), function)}
}

var (
	getAPIVersion       = plain("KVM_GET_API_VERSION", 0x00)
	createVM            = plain("KVM_CREATE_VM", 0x01)
	getVCPUMmapSize     = plain("KVM_GET_VCPU_MMAP_SIZE", 0x04)
	getSupportedCPUID   = exchange[cpuidHeader]("KVM_GET_SUPPORTED_CPUID", 0x05)
	createVCPU          = plain("KVM_CREATE_VCPU", 0x41)
	setUserMemoryRegion = write[MemoryRegion]("KVM_SET_USER_MEMORY_REGION", 0x46)
	setTSSAddr          = plain("KVM_SET_TSS_ADDR", 0x47)
	setIdentityMapAddr  = write[uint64]("KVM_SET_IDENTITY_MAP_ADDR", 0x48)
	createIRQChip       = plain("KVM_CREATE_IRQCHIP", 0x60)
	irqLine             = write[irqLevel]("KVM_IRQ_LINE", 0x61)
	createPIT2          = write[pitConfig]("KVM_CREATE_PIT2", 0x77)
	run                 = plain("KVM_RUN", 0x80)
	getRegs             = read[Regs]("KVM_GET_REGS", 0x81)
	setRegs             = write[Regs]("KVM_SET_REGS", 0x82)
	getSregs            = read[Sregs]("KVM_GET_SREGS", 0x83)
	setSregs            = write[Sregs]("KVM_SET_SREGS", 0x84)
	setCPUID2           = write[cpuidHeader]("KVM_SET_CPUID2", 0x90)
)

// withNumber passes a number, and returns one.
func (r request) withNumber(fd int, value uintptr) (int, error) {
	result, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), r.number, value)
	return r.result(result, errno)
}

// withData passes the address of a struct. It must be the one the request was made for.
func (r request) withData(fd int, data unsafe.Pointer) error {
	result, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), r.number, uintptr(data))
	_, err := r.result(result, errno)
	return err
}

func (r request) result(result uintptr, errno unix.Errno) (int, error) {
	if errno != 0 {
		return 0, fmt.Errorf("%s: %w", r.name, errno)
	}
	return int(result), nil
}
