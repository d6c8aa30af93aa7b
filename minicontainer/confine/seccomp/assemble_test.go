package seccomp

import (
	"fmt"
	"math"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

const (
	allow = uint32(unix.SECCOMP_RET_ALLOW)
	eperm = uint32(unix.SECCOMP_RET_ERRNO) | uint32(unix.EPERM)
	enos  = uint32(unix.SECCOMP_RET_ERRNO) | uint32(unix.ENOSYS)
	kill  = uint32(unix.SECCOMP_RET_KILL_THREAD)
)

func assemble(t testing.TB, s *specs.LinuxSeccomp) Program {
	t.Helper()
	p, err := Assemble(s, specs.ArchX86_64)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func answer(t testing.TB, p Program, arch uint32, number uint32, args ...uint64) uint32 {
	t.Helper()
	d := seccompData{number: number, arch: arch}
	copy(d.args[:], args)
	got, _, err := run(p, d)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func number(t testing.TB, arch specs.Arch, name string) uint32 {
	t.Helper()
	c, _ := find(name)
	for _, a := range abis {
		if n, ok := a.number(c); ok && a.arch == arch {
			return n
		}
	}
	t.Fatalf("%s has no %s", arch, name)
	return 0
}

func rules(list ...specs.LinuxSyscall) *specs.LinuxSeccomp {
	return &specs.LinuxSeccomp{DefaultAction: specs.ActErrno, Syscalls: list}
}

func TestACallIsAnsweredByItsNumberAndArchitecture(t *testing.T) {
	s := rules(specs.LinuxSyscall{Names: []string{"read", "setuid", "rt_sigaction", "no_such_call"}, Action: specs.ActAllow})
	native := assemble(t, s)
	s.Architectures = []specs.Arch{specs.ArchX86_64, specs.ArchX86, specs.ArchX32, specs.ArchS390X}
	all := assemble(t, s)
	for _, c := range []struct {
		of         string
		arch, call uint32
		one, three uint32
	}{
		{"read", unix.AUDIT_ARCH_X86_64, 0, allow, allow},
		{"write", unix.AUDIT_ARCH_X86_64, 1, eperm, eperm},
		{"newer", unix.AUDIT_ARCH_X86_64, 106, enos, enos},
		{"none", unix.AUDIT_ARCH_X86_64, math.MaxUint32, eperm, eperm},
		{"i386 read", unix.AUDIT_ARCH_I386, 3, kill, allow},
		{"i386 setuid", unix.AUDIT_ARCH_I386, 23, kill, allow},
		{"i386 105", unix.AUDIT_ARCH_I386, 105, kill, eperm},
		{"x32 read", unix.AUDIT_ARCH_X86_64, x32Bit, kill, allow},
		{"x32 write", unix.AUDIT_ARCH_X86_64, x32Bit | 1, kill, eperm},
		{"x32 rt_sigaction of amd64", unix.AUDIT_ARCH_X86_64, x32Bit | 13, kill, eperm},
		{"x32 rt_sigaction", unix.AUDIT_ARCH_X86_64, x32Bit | 512, kill, allow},
		{"x32 newer", unix.AUDIT_ARCH_X86_64, x32Bit | 513, kill, enos},
		{"another machine", unix.AUDIT_ARCH_S390X, 3, kill, kill},
	} {
		if got := answer(t, native, c.arch, c.call); got != c.one {
			t.Errorf("%s with the native architecture alone: %#x, want %#x", c.of, got, c.one)
		}
		if got := answer(t, all, c.arch, c.call); got != c.three {
			t.Errorf("%s with three architectures: %#x, want %#x", c.of, got, c.three)
		}
	}
}

// holds is what the specification says of an operator.
func holds(c specs.LinuxSeccompArg, arg uint64) bool {
	switch c.Op {
	case specs.OpNotEqual:
		return arg != c.Value
	case specs.OpLessThan:
		return arg < c.Value
	case specs.OpLessEqual:
		return arg <= c.Value
	case specs.OpEqualTo:
		return arg == c.Value
	case specs.OpGreaterEqual:
		return arg >= c.Value
	case specs.OpGreaterThan:
		return arg > c.Value
	}
	return arg&c.Value == c.ValueTwo&c.Value
}

// corners are values around which a comparison in halves can go wrong.
var corners = []uint64{0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, 1 << 32, 1<<32 + 1, 0x1_80000000, 0x1_ffffffff, 2 << 32, 1 << 63, 1<<63 + 1<<31, math.MaxUint64 - 1, math.MaxUint64}

func TestConditionsCompare64Bits(t *testing.T) {
	for _, op := range Operators() {
		for _, value := range corners {
			for index := range uint(arguments) {
				c := specs.LinuxSeccompArg{Index: index, Value: value, ValueTwo: value & 0xf0000000f, Op: specs.LinuxSeccompOperator(op)}
				p := assemble(t, rules(specs.LinuxSyscall{Names: []string{"read"}, Action: specs.ActAllow, Args: []specs.LinuxSeccompArg{c}}))
				for _, arg := range corners {
					args := make([]uint64, arguments)
					args[index] = arg
					want := eperm
					if holds(c, arg) {
						want = allow
					}
					if got := answer(t, p, unix.AUDIT_ARCH_X86_64, 0, args...); got != want {
						t.Errorf("argument %d: %#x %s %#x: %#x, want %#x", index, arg, op, value, got, want)
					}
				}
			}
		}
	}
}

func TestCallsOf32BitsAreJudgedByTheLowerHalfOfArguments(t *testing.T) {
	c := specs.LinuxSeccompArg{Index: 0, Value: unix.AF_VSOCK, Op: specs.OpEqualTo}
	s := &specs.LinuxSeccomp{DefaultAction: specs.ActAllow, Architectures: []specs.Arch{specs.ArchX86}, Syscalls: []specs.LinuxSyscall{
		{Names: []string{"socket"}, Action: specs.ActErrno, Args: []specs.LinuxSeccompArg{c}},
	}}
	const garbage = 0xdead << 32
	if got := answer(t, assemble(t, s), unix.AUDIT_ARCH_I386, number(t, specs.ArchX86, "socket"), garbage|unix.AF_VSOCK); got != eperm {
		t.Errorf("socket(AF_VSOCK) with something in the upper half: %#x, want %#x", got, eperm)
	}
}

func TestManyConditionsAndManyRules(t *testing.T) {
	arg := func(index uint, op specs.LinuxSeccompOperator, value uint64) specs.LinuxSeccompArg {
		return specs.LinuxSeccompArg{Index: index, Op: op, Value: value}
	}
	call := func(action specs.LinuxSeccompAction, args ...specs.LinuxSeccompArg) specs.LinuxSyscall {
		return specs.LinuxSyscall{Names: []string{"read"}, Action: action, Args: args}
	}
	log := uint32(unix.SECCOMP_RET_LOG)
	for _, c := range []struct {
		name  string
		rules []specs.LinuxSyscall
		args  []uint64
		want  uint32
	}{
		{"and: both", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1), arg(1, specs.OpEqualTo, 2))}, []uint64{1, 2}, allow},
		{"and: one", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1), arg(1, specs.OpEqualTo, 2))}, []uint64{1, 3}, eperm},
		{"or: second", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1)), call(specs.ActLog, arg(0, specs.OpEqualTo, 2))}, []uint64{2}, log},
		{"or: none", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1)), call(specs.ActLog, arg(0, specs.OpEqualTo, 2))}, []uint64{3}, eperm},
		{"or on one argument", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1), arg(0, specs.OpEqualTo, 2))}, []uint64{2}, allow},
		{"without conditions wins", []specs.LinuxSyscall{call(specs.ActAllow, arg(0, specs.OpEqualTo, 1)), call(specs.ActLog)}, []uint64{1}, log},
		{"first without conditions wins", []specs.LinuxSyscall{call(specs.ActLog), call(specs.ActAllow)}, nil, log},
		{"the default action says nothing", []specs.LinuxSyscall{call(specs.ActErrno, arg(0, specs.OpEqualTo, 1)), call(specs.ActAllow)}, []uint64{1}, allow},
	} {
		if got := answer(t, assemble(t, rules(c.rules...)), unix.AUDIT_ARCH_X86_64, 0, c.args...); got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, got, c.want)
		}
	}
}

func TestAllActions(t *testing.T) {
	errno := uint(7)
	for name, want := range map[specs.LinuxSeccompAction]uint32{
		specs.ActKill: 0, specs.ActKillThread: 0, specs.ActKillProcess: 0x80000000, specs.ActTrap: 0x30000, specs.ActErrno: 0x50001,
		specs.ActTrace: 0x7ff00001, specs.ActLog: 0x7ffc0000, specs.ActAllow: 0x7fff0000,
	} {
		s := &specs.LinuxSeccomp{DefaultAction: name, Syscalls: []specs.LinuxSyscall{{Names: []string{"getpid"}, Action: specs.ActErrno, ErrnoRet: &errno}}}
		p := assemble(t, s)
		if got := answer(t, p, unix.AUDIT_ARCH_X86_64, 0); got != want {
			t.Errorf("%s: %#x, want %#x", name, got, want)
		}
		if got := answer(t, p, unix.AUDIT_ARCH_X86_64, unix.SYS_GETPID); got != 0x50007 {
			t.Errorf("getpid over %s: %#x, want errno 7", name, got)
		}
	}
}

func TestWhatCannotBeAssembledIsSaid(t *testing.T) {
	errno, large := uint(1), uint(1<<16)
	read := func(change func(*specs.LinuxSyscall)) *specs.LinuxSeccomp {
		call := specs.LinuxSyscall{Names: []string{"read"}, Action: specs.ActAllow}
		change(&call)
		return rules(call)
	}
	var long []specs.LinuxSyscall
	for i := range uint64(2000) {
		long = append(long, specs.LinuxSyscall{Names: []string{"read"}, Action: specs.ActAllow, Args: []specs.LinuxSeccompArg{{Op: specs.OpEqualTo, Value: i}}})
	}
	for want, s := range map[string]*specs.LinuxSeccomp{
		"default action: action \"\" is not":              {},
		"SCMP_ACT_NOTIFY is not supported":                {DefaultAction: specs.ActNotify},
		"action SCMP_ACT_ALLOW has no errno":              {DefaultAction: specs.ActAllow, DefaultErrnoRet: &errno},
		"errno 65536 is above 65535":                      {DefaultAction: specs.ActErrno, DefaultErrnoRet: &large},
		"architecture \"Z80\" is not one":                 {DefaultAction: specs.ActAllow, Architectures: []specs.Arch{"Z80"}},
		"it names no call":                                read(func(c *specs.LinuxSyscall) { c.Names = nil }),
		"argument 6: a call has 6":                        read(func(c *specs.LinuxSyscall) { c.Args = []specs.LinuxSeccompArg{{Index: 6, Op: specs.OpEqualTo}} }),
		"operator \"<>\" is not one":                      read(func(c *specs.LinuxSyscall) { c.Args = []specs.LinuxSeccompArg{{Op: "<>"}} }),
		"instructions, and the kernel takes at most 4096": rules(long...),
	} {
		if _, err := Assemble(s, specs.ArchX86_64); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Assemble = %v, want %q", err, want)
		}
	}
	if _, err := Assemble(rules(), ""); err == nil {
		t.Error("a machine without numbers got a filter")
	}
}

// Conditions of 700 instructions, which no comparison jumps over.
func TestJumpsAreAsFarAsTheyNeedBe(t *testing.T) {
	var list []specs.LinuxSyscall
	for _, name := range []string{"read", "write", "poll", "mmap"} {
		for i := range uint64(180) {
			list = append(list, specs.LinuxSyscall{Names: []string{name}, Action: specs.ActAllow, Args: []specs.LinuxSeccompArg{{Op: specs.OpEqualTo, Value: i<<32 | i}}})
		}
	}
	p := assemble(t, rules(list...))
	for _, name := range []string{"read", "write", "poll", "mmap"} {
		for i := range uint64(181) {
			want := allow
			if i == 180 {
				want = eperm
			}
			if got := answer(t, p, unix.AUDIT_ARCH_X86_64, number(t, specs.ArchX86_64, name), i<<32|i); got != want {
				t.Errorf("%s(%d): %#x, want %#x", name, i, got, want)
			}
		}
	}
	if got := answer(t, p, unix.AUDIT_ARCH_X86_64, number(t, specs.ArchX86_64, "open")); got != eperm {
		t.Errorf("open: %#x, want %#x", got, eperm)
	}
	if len(p) < 2000 {
		t.Fatal(fmt.Sprint("the program is short: ", len(p)))
	}
}
