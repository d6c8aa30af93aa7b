// What a container may not do, from its spec to steps (package confine).

package sandbox

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// confined lists what can be wrong with limits and settings.
func confined(s *specs.Spec) []finding {
	var list []finding
	for i, r := range s.Process.Rlimits {
		same := func(o specs.POSIXRlimit) bool { return o.Type == r.Type }
		list = append(list,
			finding{confine.RlimitNumber(r.Type) < 0, "process.rlimits", fmt.Sprintf("%.40q is not a limit that the kernel has", r.Type)},
			finding{slices.ContainsFunc(s.Process.Rlimits[:i], same), "process.rlimits", r.Type + " is there twice"},
			finding{r.Soft > r.Hard, "process.rlimits", fmt.Sprintf("%s has a soft limit above the hard one", r.Type)})
	}
	if s.Linux == nil {
		return list
	}
	for key := range s.Linux.Sysctl {
		kind := confine.NamespaceOf(key)
		list = append(list, finding{kind == "" || !hasNamespace(s, kind), "linux.sysctl", fmt.Sprintf("%.60q would change the host", key)})
	}
	if p := s.Linux.Personality; p != nil {
		list = append(list, finding{domains[p.Domain] == nil, "linux.personality", fmt.Sprintf("%.40q is not a domain that this runtime knows", p.Domain)},
			finding{len(p.Flags) > 0, "linux.personality", "flags are not defined by the specification yet"})
	}
	return list
}

// settings are those of the kernel and of the process that need what is in sight before the root is entered.
func settings(s *specs.Spec) []plan.Step {
	steps := oomScore(s.Process)
	if s.Linux == nil {
		return steps
	}
	for _, key := range slices.Sorted(maps.Keys(s.Linux.Sysctl)) {
		steps = append(steps, confine.Sysctl{Key: key, Value: s.Linux.Sysctl[key]})
	}
	if p := s.Linux.Personality; p != nil {
		steps = append(steps, personality{p.Domain})
	}
	return steps
}

func oomScore(p *specs.Process) []plan.Step {
	if p.OOMScoreAdj == nil {
		return nil
	}
	return []plan.Step{adjustOOM{*p.OOMScoreAdj}}
}

// weaken takes the process's powers: limits while it may still raise them, the bounding set while it may take from it, then the
// user, then the other sets.
func weaken(c Container) []plan.Step {
	p := c.Spec.Process
	steps := schedule(p, c.Inside != nil)
	for _, r := range p.Rlimits {
		steps = append(steps, confine.Rlimit{POSIXRlimit: r})
	}
	if p.Capabilities == nil {
		if c.Inside != nil {
			steps = append(steps, confine.Bound{Keep: c.Inside.Bounding})
		}
		return append(append(steps, c.filtering(false)...), setUser{p.User, false})
	}
	sets := confine.SetsOf(*p.Capabilities)
	if c.Inside != nil {
		sets.Bounding &= c.Inside.Bounding
	}
	steps = append(append(steps, confine.Bound{Keep: sets.Bounding}), c.filtering(false)...)
	return append(steps, setUser{p.User, true}, confine.Hold{Sets: sets})
}

// adjustOOM sets how soon the kernel takes this process when memory runs out: -1000 never, 1000 first. Source: proc_pid_oom_score_adj(5).
type adjustOOM struct{ Score int }

const oomPath = "/proc/self/oom_score_adj"

func (adjustOOM) Name() string   { return "set OOM score" }
func (a adjustOOM) Line() string { return fmt.Sprintf("echo %d > %s", a.Score, oomPath) }

// Do leaves a score alone that is what it should be, as to lower it, or to write the same again, takes CAP_SYS_RESOURCE
// where somebody has raised it before.
func (a adjustOOM) Do() error {
	want := strconv.Itoa(a.Score)
	if now, err := os.ReadFile(oomPath); err == nil && string(now) == want+"\n" {
		return nil
	}
	if err := os.WriteFile(oomPath, []byte(want), 0); err != nil {
		return fmt.Errorf("set OOM score %s: %w", want, syscalls.Cause(err))
	}
	return nil
}

// personality changes what uname(2) says of the machine, for programs of 32 bits. Source: personality(2).
type personality struct{ Domain specs.LinuxPersonalityDomain }

const linux32 = 0x0008 // PER_LINUX32; package unix has no name for it

var domains = map[specs.LinuxPersonalityDomain]*uintptr{specs.PerLinux: new(uintptr), specs.PerLinux32: pointer[uintptr](linux32)}

func pointer[T any](value T) *T { return &value }

func (personality) Name() string   { return "set personality" }
func (p personality) Line() string { return fmt.Sprintf("setarch %s sh", p.word()) }

func (p personality) word() string {
	if p.Domain == specs.PerLinux32 {
		return "linux32"
	}
	return "linux64"
}

func (p personality) Do() error {
	if _, _, errno := unix.RawSyscall(unix.SYS_PERSONALITY, *domains[p.Domain], 0, 0); errno != 0 {
		return fmt.Errorf("set personality %s: %w", p.Domain, errno)
	}
	return nil
}
