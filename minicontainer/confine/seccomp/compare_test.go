package seccomp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// comparison is a spec with both programs made of it.
type comparison struct {
	spec         *specs.LinuxSeccomp
	ours, theirs Program
	last         map[specs.Arch]uint32 // the highest number that the rules name
	strict       bool                  // its default action lets nothing pass
	calls        int                   // how many were compared
}

func compared(t testing.TB, l library, s *specs.LinuxSeccomp, native specs.Arch) *comparison {
	t.Helper()
	s = known(t, l, s, native)
	ours, err := Assemble(s, native)
	if err != nil {
		t.Fatal(err)
	}
	c := &comparison{spec: s, ours: ours, theirs: l.assemble(t, s, native), last: map[specs.Arch]uint32{}, strict: answersENOSYS(s)}
	asked, err := abisOf(s.Architectures, native)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range asked {
		for _, r := range s.Syscalls {
			for _, number := range l.numbers(t, r.Names, a.arch) {
				if number >= 0 {
					c.last[a.arch] = max(c.last[a.arch], uint32(number))
				}
			}
		}
	}
	return c
}

// known is the spec without names that the library is too old for.
func known(t testing.TB, l library, s *specs.LinuxSeccomp, native specs.Arch) *specs.LinuxSeccomp {
	t.Helper()
	less := *s
	less.Syscalls = nil
	for _, r := range s.Syscalls {
		numbers := l.numbers(t, r.Names, native)
		var names []string
		for i, name := range r.Names {
			if numbers[i] != -1 {
				names = append(names, name)
			}
		}
		if r.Names = names; len(names) > 0 {
			less.Syscalls = append(less.Syscalls, r)
		}
	}
	return &less
}

// call compares the two answers on one call.
func (c *comparison) call(t testing.TB, d seccompData) {
	t.Helper()
	ours, _, err := run(c.ours, d)
	if err != nil {
		t.Fatal(err)
	}
	theirs, _, err := run(c.theirs, d)
	if err != nil {
		t.Fatal("libseccomp's: ", err)
	}
	c.calls++
	if want := c.want(d, theirs); ours != want {
		t.Errorf("%s", c.differs(d, ours, want))
	}
}

func (c *comparison) differs(d seccompData, ours, theirs uint32) string {
	return fmt.Sprintf("call %d of %#x with %#x: %#x, and libseccomp %#x", d.number, d.arch, d.args, ours, theirs)
}

// want is the library's answer, but for calls that are newer than the rules: there it is runc's, which puts a few
// instructions before the library's program.
func (c *comparison) want(d seccompData, theirs uint32) uint32 {
	arch := specs.Arch("")
	for _, a := range abis {
		if a.audit == d.arch && (a.arch == specs.ArchX32) == (a.audit == unix.AUDIT_ARCH_X86_64 && d.number >= x32Bit) {
			arch = a.arch
		}
	}
	others, _ := action(c.spec.DefaultAction, c.spec.DefaultErrnoRet) //nolint:errcheck // it was assembled
	if last, ok := c.last[arch]; ok && c.strict && d.number > last && d.number != math.MaxUint32 && theirs == others {
		return unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	}
	return theirs
}

// everyNumber compares all calls of all architectures, and what is beside them.
func (c *comparison) everyNumber(t testing.TB) {
	t.Helper()
	for _, audit := range []uint32{unix.AUDIT_ARCH_X86_64, unix.AUDIT_ARCH_I386, unix.AUDIT_ARCH_AARCH64, unix.AUDIT_ARCH_ARM, unix.AUDIT_ARCH_S390X, 0} {
		for _, base := range []uint32{0, x32Bit, 0xf0000, 1 << 31, math.MaxUint32 - 700} {
			for n := range uint32(701) {
				c.call(t, seccompData{number: base + n, arch: audit})
			}
		}
	}
}

// everyCondition compares the calls of rules with conditions, with arguments around the values that these name.
func (c *comparison) everyCondition(t testing.TB) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same ones in every run
	for _, r := range c.spec.Syscalls {
		for _, name := range r.Names {
			known, _ := find(name)
			for _, a := range abis {
				number, ok := a.number(known)
				if !ok || len(r.Args) == 0 {
					continue
				}
				for range 40 {
					d := seccompData{number: number, arch: a.audit}
					for _, arg := range r.Args {
						values := around(arg)
						d.args[arg.Index] = values[random.IntN(len(values))]
					}
					c.call(t, d)
				}
				for _, arg := range r.Args {
					for _, value := range around(arg) {
						d := seccompData{number: number, arch: a.audit}
						d.args[arg.Index] = value
						c.call(t, d)
					}
				}
			}
		}
	}
}

// around are values that a condition could get wrong: beside its own, in each half.
func around(c specs.LinuxSeccompArg) []uint64 {
	list := slices.Clone(corners)
	for _, v := range []uint64{c.Value, c.ValueTwo, c.Value & c.ValueTwo, c.ValueTwo | ^c.Value} {
		list = append(list, v, v-1, v+1, v-1<<32, v+1<<32, ^v, v&math.MaxUint32, v&^math.MaxUint32)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestOperatorsAreTheLibrarys(t *testing.T) {
	l := libseccomp(t)
	total := 0
	for _, op := range Operators() {
		for _, value := range []uint64{0, 1, 40, 0xffffffff, 1 << 32, 0x7e020000, 5<<32 | 7, math.MaxUint64} {
			s := rules(specs.LinuxSyscall{Names: []string{"read", "ioctl"}, Action: specs.ActAllow, Args: []specs.LinuxSeccompArg{
				{Index: 1, Value: value, ValueTwo: value & 0x300000005, Op: specs.LinuxSeccompOperator(op)},
			}})
			s.Architectures = []specs.Arch{specs.ArchX86, specs.ArchX32}
			c := compared(t, l, s, specs.ArchX86_64)
			c.everyCondition(t)
			total += c.calls
		}
	}
	t.Log(total, "calls")
}

// everyCall is a rule for each call, of all kinds, as no profile has it.
func everyCall(actions []specs.LinuxSeccompAction, defaults specs.LinuxSeccompAction, archs ...specs.Arch) *specs.LinuxSeccomp {
	s := &specs.LinuxSeccomp{DefaultAction: defaults, Architectures: archs}
	for i, c := range calls {
		if i%7 != 0 {
			s.Syscalls = append(s.Syscalls, specs.LinuxSyscall{Names: []string{c.name}, Action: actions[i%len(actions)]})
		}
	}
	return s
}

func TestVerdictsAreTheLibrarys(t *testing.T) {
	l := libseccomp(t)
	all := []specs.LinuxSeccompAction{
		specs.ActKillProcess, specs.ActKillThread, specs.ActTrap, specs.ActErrno, specs.ActTrace, specs.ActLog, specs.ActAllow,
	}
	intel := []specs.Arch{specs.ArchX86_64, specs.ArchX86, specs.ArchX32}
	for name, c := range map[string]struct {
		native specs.Arch
		spec   *specs.LinuxSeccomp
	}{
		"nothing":              {specs.ArchX86_64, &specs.LinuxSeccomp{DefaultAction: specs.ActErrno}},
		"one architecture":     {specs.ArchX86_64, everyCall(all, specs.ActErrno)},
		"all of Intel":         {specs.ArchX86_64, everyCall(all, specs.ActErrno, intel...)},
		"amd64 and i386":       {specs.ArchX86_64, everyCall(all, specs.ActKillProcess, intel[:2]...)},
		"i386 alone":           {specs.ArchX86, everyCall(all, specs.ActTrap)},
		"allowed by default":   {specs.ArchX86_64, everyCall(all, specs.ActAllow, intel...)},
		"allow or not":         {specs.ArchX86_64, everyCall([]specs.LinuxSeccompAction{specs.ActAllow}, specs.ActErrno, intel...)},
		"ARM":                  {specs.ArchAARCH64, everyCall(all, specs.ActErrno, specs.ArchAARCH64, specs.ArchARM)},
		"ARM of 32 bits":       {specs.ArchARM, everyCall(all, specs.ActKillThread)},
		"allowed on ARM":       {specs.ArchAARCH64, everyCall(all, specs.ActAllow)},
		"traced by default":    {specs.ArchX86_64, everyCall(all, specs.ActTrace, intel...)},
		"killed, only threads": {specs.ArchX86_64, everyCall(all, specs.ActKillThread, intel...)},
	} {
		t.Run(name, func(t *testing.T) {
			c := compared(t, l, c.spec, c.native)
			c.everyNumber(t)
			t.Log(c.calls, "calls; ", len(c.ours), "instructions; libseccomp:", len(c.theirs))
		})
	}
}
