// From the rules of a spec to one verdict for every number that a call can have.
//
// The numbers are a line from 0 to 2³²-1, and a filter is what is written along it. Most stretches of it are many
// numbers long and have a single answer:
//
//	0          16         56  57           134          468            0x40000000     0xffffffff
//	├── allow ─┴─ allow ──┤ ? ├─── allow ──┤─── errno ──┤─── ENOSYS ───┤─── kill ─────┤ errno
//	                      clone: its                    newer than the x32, if the
//	                      arguments decide              rules          spec has it not

package seccomp

import (
	"errors"
	"fmt"
	"math"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// machine is all that comes with one value of seccomp_data.arch: one way to call, or two.
type machine struct {
	audit  uint32
	ways   []way
	calls  map[uint32]*verdict
	others uint32 // the spec's default action
	enosys bool   // calls that are newer than the rules are answered as an older kernel answers
}

// way is one way to call.
type way struct {
	abi
	named bool   // the rules name a call of it
	last  uint32 // the highest number that they have a name for
}

// verdict is what becomes of a call: the action of the first rule whose conditions hold, else its own.
type verdict struct {
	rules  []rule
	action uint32
	final  bool // a rule without conditions has spoken
	wide   bool // arguments are 64 bits
}

// rule is an action for a call whose arguments meet all conditions.
type rule struct {
	conditions []specs.LinuxSeccompArg
	action     uint32
}

// machines sorts the rules of a spec by architecture, the native one first.
func machines(s *specs.LinuxSeccomp, native specs.Arch) ([]*machine, error) {
	others, err := action(s.DefaultAction, s.DefaultErrnoRet)
	if err != nil {
		return nil, fmt.Errorf("default action: %w", err)
	}
	list, err := abisOf(s.Architectures, native)
	if err != nil {
		return nil, err
	}
	var all []*machine
	for _, a := range list {
		i := slices.IndexFunc(all, func(m *machine) bool { return m.audit == a.audit })
		if i < 0 {
			i = len(all)
			all = append(all, &machine{audit: a.audit, calls: make(map[uint32]*verdict, len(calls)), others: others, enosys: answersENOSYS(s)})
		}
		all[i].ways = append(all[i].ways, way{abi: a})
	}
	for _, r := range s.Syscalls {
		if err := addTo(all, r); err != nil {
			return nil, fmt.Errorf("rule for %.40q: %w", r.Names, err)
		}
	}
	return all, nil
}

// abisOf are the native way to call and the named ones.
func abisOf(names []specs.Arch, native specs.Arch) ([]abi, error) {
	var list []abi
	for _, name := range append([]specs.Arch{native}, names...) {
		i := slices.IndexFunc(abis, func(a abi) bool { return a.arch == name })
		switch {
		case i < 0 && (name == native || !slices.Contains(foreign, name)):
			return nil, fmt.Errorf("architecture %.40q is not one that this runtime knows", name)
		case i >= 0 && !slices.ContainsFunc(list, func(a abi) bool { return a.arch == name }):
			list = append(list, abis[i])
		}
	}
	return list, nil
}

// answersENOSYS tells whether calls that are newer than the spec's rules get ENOSYS rather than the default action, as
// runc has it. A C library that tries a new call (clone3, say) goes back to the old one after ENOSYS, and gives up
// after EPERM. A spec that lets calls pass by default lets new ones pass, too.
func answersENOSYS(s *specs.LinuxSeccomp) bool {
	return !slices.Contains([]specs.LinuxSeccompAction{specs.ActAllow, specs.ActLog, specs.ActTrace}, s.DefaultAction)
}

// addTo writes one rule of the spec into the verdicts of the calls it names. A name that is not known, or that an architecture has
// no number for, is left out: a profile names calls of all architectures, and of kernels to come.
func addTo(all []*machine, s specs.LinuxSyscall) error {
	does, err := action(s.Action, s.ErrnoRet)
	if err != nil {
		return err
	}
	if len(s.Names) == 0 {
		return errors.New("it names no call")
	}
	for _, c := range s.Args {
		if err := check(c); err != nil {
			return err
		}
	}
	for _, name := range s.Names {
		c, _ := find(name)
		for _, m := range all {
			for i := range m.ways {
				m.add(&m.ways[i], c, s.Args, does)
			}
		}
	}
	return nil
}

// add writes a rule into the verdict of one call, for one way to make it.
func (m *machine) add(w *way, c call, args []specs.LinuxSeccompArg, does uint32) {
	for number, args := range w.targets(c, args, does) {
		w.named, w.last = true, max(w.last, number)
		if does != m.others { // else it says nothing: libseccomp refuses such rules, and runc leaves them out
			m.of(number, w.wide).add(args, does)
		}
	}
}

func (m *machine) of(number uint32, wide bool) *verdict {
	if m.calls[number] == nil {
		m.calls[number] = &verdict{action: m.others, wide: wide}
	}
	return m.calls[number]
}

// add: of rules without conditions the first counts, and it counts more than any that has some. Of rules with conditions, the
// first whose conditions hold. Two conditions on one argument are two rules, as runc and crun have it: the older
// library could not do otherwise, and profiles are written for it.
func (v *verdict) add(args []specs.LinuxSeccompArg, does uint32) {
	switch {
	case v.final:
	case len(args) == 0:
		*v = verdict{action: does, final: true, wide: v.wide}
	case sameArgument(args):
		for _, c := range args {
			v.rules = append(v.rules, rule{[]specs.LinuxSeccompArg{c}, does})
		}
	default:
		v.rules = append(v.rules, rule{args, does})
	}
}

func sameArgument(args []specs.LinuxSeccompArg) bool {
	seen := map[uint]bool{}
	for _, c := range args {
		if seen[c.Index] {
			return true
		}
		seen[c.Index] = true
	}
	return false
}

// stretch is a part of the line of numbers, up to where the next one begins.
type stretch struct {
	from uint32
	verdict
}

// line is the whole of it, from 0 on, in as few stretches as it takes.
func (m *machine) line() []stretch {
	ends := []uint32{0, x32Bit, math.MaxUint32}
	for _, w := range m.ways {
		ends = append(ends, w.last+1)
	}
	for number := range m.calls {
		ends = append(ends, number, number+1)
	}
	slices.Sort(ends)
	var list []stretch
	for _, from := range slices.Compact(ends) {
		v := m.at(from)
		if len(list) == 0 || !v.same(list[len(list)-1].verdict) {
			list = append(list, stretch{from, v})
		}
	}
	return list
}

// same tells whether two verdicts are one action. Those with conditions are each their own.
func (v verdict) same(w verdict) bool {
	return len(v.rules) == 0 && len(w.rules) == 0 && v.action == w.action
}

// at is the verdict on one number.
func (m *machine) at(number uint32) verdict {
	if v := m.calls[number]; v != nil {
		return *v
	}
	if number == math.MaxUint32 { // no call: a debugger has taken it back
		return verdict{action: m.others}
	}
	x32 := m.audit == unix.AUDIT_ARCH_X86_64 && number >= x32Bit
	for _, w := range m.ways {
		switch {
		case x32 != (w.arch == specs.ArchX32):
		case m.enosys && w.named && number > w.last:
			return verdict{action: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)}
		default:
			return verdict{action: m.others}
		}
	}
	if x32 {
		return verdict{action: strange}
	}
	return verdict{action: m.others}
}
