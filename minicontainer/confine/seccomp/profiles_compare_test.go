package seccomp

import (
	"math/rand/v2"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
)

func TestTheDefaultProfileIsTheLibrarys(t *testing.T) {
	if Native() != specs.ArchX86_64 {
		t.Skip("the profile depends on the architecture, and this test on amd64")
	}
	l := libseccomp(t)
	for name, bounding := range map[string][]string{"no capability": nil, "Docker's": confine.Defaults(), "all": confine.Known()} {
		s, err := Default(bounding)
		if err != nil {
			t.Fatal(err)
		}
		c := compared(t, l, s, Native())
		c.everyNumber(t)
		c.everyCondition(t)
		t.Logf("%s: %d calls; %d instructions; libseccomp: %d", name, c.calls, len(c.ours), len(c.theirs))
	}
}

// Rules of chance, several on one call: ours is what the specification says, the first whose conditions hold. The library
// makes one tree of all of them, in which some get lost or found: of a2 <= 1 or a2 >= 5<<32, version 2.5 lets 0x7fffffff pass.
// So it is asked for calls with one rule, and for several of equality, as profiles have them.
func TestRulesOfChance(t *testing.T) {
	l := libseccomp(t)
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same ones in every run
	asked, total := 0, 0
	for round := range 300 {
		var s *specs.LinuxSeccomp
		switch round % 3 {
		case 0:
			s = byChance(random, Operators(), 4, 3, specs.ActAllow, specs.ActLog, specs.ActTrap)
			total += asTheRulesSay(t, random, s)
			continue
		case 1:
			s = byChance(random, Operators(), 1, 3, specs.ActAllow)
		case 2:
			s = byChance(random, []string{string(specs.OpEqualTo)}, 4, 1, specs.ActAllow)
		}
		c := compared(t, l, s, specs.ArchX86_64)
		c.everyCondition(t)
		asked += c.calls
		total += asTheRulesSay(t, random, s)
		if t.Failed() {
			t.Fatalf("%+v\n%s", c.spec.Syscalls, c.ours)
		}
	}
	t.Log(total, "calls compared with the rules,", asked, "with libseccomp")
}

// byChance has, for each of three calls, up to so many rules with up to so many conditions.
func byChance(random *rand.Rand, operators []string, most, conditions int, actions ...specs.LinuxSeccompAction) *specs.LinuxSeccomp {
	pick := func(values ...uint64) uint64 { return values[random.IntN(len(values))] }
	s := &specs.LinuxSeccomp{DefaultAction: specs.ActErrno, Architectures: []specs.Arch{specs.ArchX86}}
	for _, name := range []string{"read", "ioctl", "prctl"} {
		for range 1 + random.IntN(most) {
			r := specs.LinuxSyscall{Names: []string{name}, Action: actions[random.IntN(len(actions))]}
			for _, index := range random.Perm(arguments)[:1+random.IntN(conditions)] {
				r.Args = append(r.Args, specs.LinuxSeccompArg{
					Index: uint(index), Op: specs.LinuxSeccompOperator(operators[random.IntN(len(operators))]), //nolint:gosec // below 6
					Value: pick(0, 1, 7, 0xffffffff, 1<<32|1, 5<<32), ValueTwo: pick(0, 1, 4),
				})
			}
			s.Syscalls = append(s.Syscalls, r)
		}
	}
	return s
}

// asTheRulesSay compares calls of amd64 with a reading of the rules.
func asTheRulesSay(t *testing.T, random *rand.Rand, s *specs.LinuxSeccomp) (asked int) {
	t.Helper()
	p := assemble(t, s)
	var values []uint64
	for _, r := range s.Syscalls {
		for _, c := range r.Args {
			values = append(values, around(c)...)
		}
	}
	for _, name := range []string{"read", "ioctl", "prctl"} {
		for range 200 {
			d := seccompData{number: number(t, specs.ArchX86_64, name), arch: unix.AUDIT_ARCH_X86_64}
			for i := range d.args {
				d.args[i] = values[random.IntN(len(values))]
			}
			got, _, err := run(p, d)
			if want := first(s, name, d.args); err != nil || got != want {
				t.Errorf("%s(%#x): %#x, %v, want %#x of %+v", name, d.args, got, err, want, s.Syscalls)
			}
			asked++
		}
	}
	return asked
}

// first is the action of the first rule that holds.
func first(s *specs.LinuxSeccomp, name string, args [arguments]uint64) uint32 {
	for _, r := range s.Syscalls {
		met := r.Names[0] == name
		for _, c := range r.Args {
			met = met && holds(c, args[c.Index])
		}
		if met {
			does, _ := action(r.Action, r.ErrnoRet) //nolint:errcheck // it was assembled
			return does
		}
	}
	does, _ := action(s.DefaultAction, s.DefaultErrnoRet) //nolint:errcheck // it was assembled
	return does
}
