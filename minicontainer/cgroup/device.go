// Devices on version 2.
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
// and answers 1 for yes, 0 for EPERM. Ours asks one rule after the other, the last first, as the
// last that speaks of a device counts. Source: bpf(2), include/uapi/linux/bpf.h,
// the kernel's Documentation/bpf/standardization/instruction-set.rst.

package cgroup

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Devices has the processes of a group of version 2 open and make only those devices that the rules allow. It
// holds until the group is removed, or until it is done again.
type Devices struct {
	Path  string
	Rules []specs.LinuxDeviceCgroup
}

// Name is "limit devices in" and the group.
func (d Devices) Name() string { return "limit devices in " + d.Path }

// Line says what no shell command does.
func (d Devices) Line() string {
	var rules []string
	for _, r := range d.Rules {
		word := "deny "
		if r.Allow {
			word = "allow "
		}
		rules = append(rules, word+ruleLine(r))
	}
	return plan.NotTypable("attach to " + d.Path + " a bpf program: " + strings.Join(rules, ", "))
}

// Do loads the program and attaches it. The group keeps the program; our
// descriptor of it is closed again.
func (d Devices) Do() error {
	group, err := unix.Open(d.Path, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open control group %s: %w", d.Path, err)
	}
	defer unix.Close(group)
	program, err := load(deviceProgram(d.Rules))
	if err != nil {
		return fmt.Errorf("load device program: %w", err)
	}
	defer unix.Close(program)
	if err := replace(program, group); err != nil {
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

// Registers. A program is called with the address of its context in r1; r0 is its answer.
const (
	answer = iota
	context
	kind   // 1 block, 2 character
	access // mknod 1, read 2, write 4
	major
	minor
	scratch
)

// deviceProgram translates the rules. A request that no rule speaks of is allowed, as version 1 has it.
func deviceProgram(rules []specs.LinuxDeviceCgroup) []instruction {
	program := []instruction{
		{code: unix.BPF_LDX | unix.BPF_MEM | unix.BPF_W, registers: context<<4 | kind},             // kind = context.access_type
		{code: unix.BPF_ALU64 | unix.BPF_MOV | unix.BPF_X, registers: kind<<4 | access},            // access = kind
		{code: unix.BPF_ALU64 | unix.BPF_AND | unix.BPF_K, registers: kind, immediate: 0xffff},     // kind &= 0xffff
		{code: unix.BPF_ALU64 | unix.BPF_RSH | unix.BPF_K, registers: access, immediate: 16},       // access >>= 16
		{code: unix.BPF_LDX | unix.BPF_MEM | unix.BPF_W, registers: context<<4 | major, offset: 4}, // major = context.major
		{code: unix.BPF_LDX | unix.BPF_MEM | unix.BPF_W, registers: context<<4 | minor, offset: 8}, // minor = context.minor
	}
	for _, r := range slices.Backward(rules) {
		body := ruleProgram(r)
		program = append(program, body...)
		if len(body) == len(say(true)) {
			return program // a rule about all devices; the kernel takes no program with a part that is never reached
		}
	}
	return append(program, say(true)...)
}

// ruleProgram jumps over its answer where the rule does not speak of the request.
func ruleProgram(r specs.LinuxDeviceCgroup) []instruction {
	var tests []instruction // each leaves the rule if it does not hold
	test := func(register uint8, number int64) {
		tests = append(tests, instruction{code: unix.BPF_JMP | unix.BPF_JNE | unix.BPF_K, registers: register, immediate: int32(number)}) //nolint:gosec // 32 bits in the kernel
	}
	if r.Type == "b" || r.Type == "c" {
		test(kind, map[string]int64{"b": 1, "c": 2}[r.Type])
	}
	if mask := accessMask(r.Access); mask != allAccess {
		tests = append(tests, accessTest(r.Allow, mask)...)
	}
	if r.Major != nil && *r.Major >= 0 {
		test(major, *r.Major)
	}
	if r.Minor != nil && *r.Minor >= 0 {
		test(minor, *r.Minor)
	}
	body := append(tests, say(r.Allow)...)
	for i := range tests {
		if tests[i].code&0x07 == unix.BPF_JMP {
			body[i].offset = int16(len(body) - i - 1) //nolint:gosec // a few instructions
		}
	}
	return body
}

// accessTest: a rule that allows must allow all of what is asked for, and one that denies needs to
// deny a part of it.
func accessTest(allow bool, mask int32) []instruction {
	keep, leave := mask, uint8(unix.BPF_JEQ) // denied: leave if nothing of it is asked for
	if allow {
		keep, leave = ^mask, unix.BPF_JNE // allowed: leave if anything else is
	}
	return []instruction{
		{code: unix.BPF_ALU64 | unix.BPF_MOV | unix.BPF_X, registers: access<<4 | scratch},
		{code: unix.BPF_ALU64 | unix.BPF_AND | unix.BPF_K, registers: scratch, immediate: keep},
		{code: unix.BPF_JMP | leave | unix.BPF_K, registers: scratch},
	}
}

const allAccess = 7

// accessMask is "rwm" as the kernel's bits; nothing said is all.
func accessMask(letters string) int32 {
	var mask int32
	for i, letter := range "mrw" { // BPF_DEVCG_ACC_MKNOD, _READ, _WRITE
		if strings.ContainsRune(letters, letter) || letters == "" {
			mask |= 1 << i
		}
	}
	return mask
}

func say(yes bool) []instruction {
	move := instruction{code: unix.BPF_ALU64 | unix.BPF_MOV | unix.BPF_K, registers: answer}
	if yes {
		move.immediate = 1
	}
	return []instruction{move, {code: unix.BPF_JMP | unix.BPF_EXIT}}
}

// license is one that the kernel does not know as the GPL's, so the program may call
// only few of the kernel's functions. It calls none.
var license = []byte("Apache-2.0\x00")

// load is bpf(BPF_PROG_LOAD); the caller closes the descriptor. The kernel translates the program for this processor.
func load(program []instruction) (fd int, err error) {
	// The addresses travel as numbers, which nobody keeps what they point at alive for, nor in its place.
	var pins runtime.Pinner
	defer pins.Unpin()
	pins.Pin(&program[0])
	attr := struct {
		kind, count      uint32
		program, license uint64 // 64 bits on every architecture
	}{
		kind: unix.BPF_PROG_TYPE_CGROUP_DEVICE, count: uint32(len(program)), //nolint:gosec // a few hundred
		program: uint64(uintptr(unsafe.Pointer(&program[0]))),
		license: uint64(uintptr(unsafe.Pointer(&license[0]))),
	}
	return bpf(unix.BPF_PROG_LOAD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
}

// replace attaches the program, and takes away what we attached before. With ALLOW_MULTI a group below may
// attach one of its own, and then both must say yes: systemd and other runtimes do so, too.
func replace(program, group int) error {
	before, err := attached(group)
	if err != nil {
		return err
	}
	attr := struct{ group, program, kind, flags uint32 }{
		uint32(group), uint32(program), unix.BPF_CGROUP_DEVICE, unix.BPF_F_ALLOW_MULTI,
	}
	if _, err := bpf(unix.BPF_PROG_ATTACH, unsafe.Pointer(&attr), unsafe.Sizeof(attr)); err != nil {
		return err
	}
	for _, id := range before {
		if err := detach(group, id); err != nil {
			return err
		}
	}
	return nil
}

// attached are the ids of the programs of a group.
func attached(group int) ([]uint32, error) {
	const most = 64 // the kernel allows no more
	ids := make([]uint32, most)
	var pins runtime.Pinner
	defer pins.Unpin()
	pins.Pin(&ids[0])
	attr := struct {
		group, kind, flags, attachFlags uint32
		ids                             uint64
		count, _                        uint32
	}{group: uint32(group), kind: unix.BPF_CGROUP_DEVICE, ids: uint64(uintptr(unsafe.Pointer(&ids[0]))), count: most}
	if _, err := bpf(unix.BPF_PROG_QUERY, unsafe.Pointer(&attr), unsafe.Sizeof(attr)); err != nil {
		return nil, err
	}
	return ids[:attr.count], nil
}

func detach(group int, id uint32) error {
	byID := struct{ id, next, flags uint32 }{id: id}
	program, err := bpf(unix.BPF_PROG_GET_FD_BY_ID, unsafe.Pointer(&byID), unsafe.Sizeof(byID))
	if err != nil {
		return err
	}
	defer unix.Close(program)
	attr := struct{ group, program, kind, flags uint32 }{uint32(group), uint32(program), unix.BPF_CGROUP_DEVICE, 0}
	_, err = bpf(unix.BPF_PROG_DETACH, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	return err
}

func bpf(command int, attr unsafe.Pointer, size uintptr) (int, error) {
	result, _, errno := unix.Syscall(unix.SYS_BPF, uintptr(command), uintptr(attr), size)
	if errno != 0 {
		return -1, errno
	}
	return int(result), nil
}
