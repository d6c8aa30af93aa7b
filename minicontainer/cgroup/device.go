// Denying block devices on version 2.
//
// Version 2 has no file for devices. Its answer is a program: loaded into the
// kernel, checked there (it cannot loop, nor read what is not its own), attached to the
// group, and called whenever a process of the group opens or makes a device node. It is given
//
//	struct bpf_cgroup_dev_ctx {      access_type:  31    16 15      0
//	    u32 access_type;                           [  rwm  ][ b or c ]
//	    u32 major;
//	    u32 minor;
//	};
//
// and answers 1 for yes, 0 for EPERM. Source: bpf(2), include/uapi/linux/bpf.h,
// the kernel's Documentation/bpf/standardization/instruction-set.rst.

package cgroup

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// DenyBlockDevices keeps the processes of a group of version 2 from opening and
// making block devices. It holds until the group is removed.
type DenyBlockDevices struct{ Path string }

// Name is "deny block devices in" and the group.
func (d DenyBlockDevices) Name() string { return "deny block devices in " + d.Path }

// Line says what no shell command does.
func (d DenyBlockDevices) Line() string {
	return plan.NotTypable("attach to " + d.Path + " a bpf program that says no to block devices")
}

// Do loads the program and attaches it. The group keeps the program; our
// descriptor of it is closed again.
func (d DenyBlockDevices) Do() error {
	group, err := unix.Open(d.Path, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open control group %s: %w", d.Path, err)
	}
	defer unix.Close(group)
	program, err := load()
	if err != nil {
		return fmt.Errorf("load device program: %w", err)
	}
	defer unix.Close(program)
	if err := attach(program, group); err != nil {
		return fmt.Errorf("attach device program to %s: %w", d.Path, err)
	}
	return nil
}

// instruction is struct bpf_insn. registers holds two numbers of four bits, the
// source above the destination.
type instruction struct {
	code      uint8
	registers uint8
	offset    int16
	immediate int32
}

// A program is called with the address of its context in r1; r0 is its answer.
var noBlockDevices = []instruction{
	{code: unix.BPF_LDX | unix.BPF_MEM | unix.BPF_W, registers: 1<<4 | 2},                             // r2 = *(u32 *)(r1 + 0): access_type
	{code: unix.BPF_ALU64 | unix.BPF_AND | unix.BPF_K, registers: 2, immediate: 0xffff},               // r2 &= 0xffff: the kind of device
	{code: unix.BPF_ALU64 | unix.BPF_MOV | unix.BPF_K, registers: 0, immediate: 0},                    // r0 = 0: no
	{code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, registers: 2, immediate: blockDevice, offset: 1}, // if r2 == block, skip one
	{code: unix.BPF_ALU64 | unix.BPF_MOV | unix.BPF_K, registers: 0, immediate: 1},                    // r0 = 1: yes
	{code: unix.BPF_JMP | unix.BPF_EXIT},                                                              // answer r0
}

const blockDevice = 1 // BPF_DEVCG_DEV_BLOCK; a character device is 2

// license is one that the kernel does not know as the GPL's, so the program may call
// only few of the kernel's functions. It calls none.
var license = []byte("Apache-2.0\x00")

// load is bpf(BPF_PROG_LOAD) of noBlockDevices; the caller closes the descriptor.
// The kernel translates the program for this processor.
func load() (fd int, err error) {
	// The addresses travel as numbers, which the Go runtime does not correct when
	// it moves a stack: what they point at must be global.
	attr := struct {
		kind, count      uint32
		program, license uint64 // 64 bits on every architecture
	}{
		kind: unix.BPF_PROG_TYPE_CGROUP_DEVICE, count: uint32(len(noBlockDevices)),
		program: uint64(uintptr(unsafe.Pointer(&noBlockDevices[0]))),
		license: uint64(uintptr(unsafe.Pointer(&license[0]))),
	}
	return bpf(unix.BPF_PROG_LOAD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
}

// attach is bpf(BPF_PROG_ATTACH). With ALLOW_MULTI a group below may attach a program
// of its own, and then both must say yes: systemd and other runtimes do so, too.
func attach(program, group int) error {
	attr := struct{ group, program, kind, flags uint32 }{
		uint32(group), uint32(program), unix.BPF_CGROUP_DEVICE, unix.BPF_F_ALLOW_MULTI,
	}
	_, err := bpf(unix.BPF_PROG_ATTACH, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	return err
}

func bpf(command int, attr unsafe.Pointer, size uintptr) (int, error) {
	result, _, errno := unix.Syscall(unix.SYS_BPF, uintptr(command), uintptr(attr), size)
	if errno != 0 {
		return -1, errno
	}
	return int(result), nil
}
