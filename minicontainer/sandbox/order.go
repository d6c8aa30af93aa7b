// What the parent half sends to the child half.

package sandbox

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// order is a container to make. JSON's strings are Unicode, the kernel's
// are bytes: a file name in EUC-KR would arrive changed. So the strings that the
// kernel will see travel a second time as bytes.
type order struct {
	Spec                             essentials
	Scratch                          *rootfs.Scratch
	DieWithCaller, BindDevices, Init bool
	NewKeyring                       bool
	Inside                           *inside
	Further                          int
	Gated                            bool
	State                            []byte
	Filter                           *filter

	Bytes   [][]byte // of kernelStrings, in its order
	Watched bool     // announce each step and wait for goAhead
	Steps   int      // how many there are; the child half makes the same plan, or none
}

// essentials are the parts of a spec that this package carries out; Check refuses the others. Package
// json studies a type with all types below it when it first meets it, and those below
// specs.Spec take it a millisecond in each half.
type essentials struct {
	Root                       specs.Root
	Process                    ordered
	Hostname, Domainname       string
	Mounts                     []specs.Mount
	Namespaces                 []specs.LinuxNamespace
	UIDMappings, GIDMappings   []specs.LinuxIDMapping
	TimeOffsets                map[string]specs.LinuxTimeOffset
	CgroupsPath                string
	MaskedPaths, ReadonlyPaths []string
	Hooks                      *specs.Hooks
	Sysctl                     map[string]string
	Devices                    []specs.LinuxDevice
	RootfsPropagation          string
	Personality                *specs.LinuxPersonality
}

type ordered struct {
	Terminal        bool
	ConsoleSize     *specs.Box
	User            specs.User
	Args, Env       []string
	Cwd             string
	NoNewPrivileges bool
	Capabilities    *specs.LinuxCapabilities
	Rlimits         []specs.POSIXRlimit
	OOMScoreAdj     *int
	Scheduler       *specs.Scheduler
	IOPriority      *specs.LinuxIOPriority
	ExecCPUAffinity *specs.CPUAffinity
}

func newOrder(c Container, steps int, watched bool) order {
	o := order{
		Spec: essential(c.Spec), Scratch: c.Scratch,
		DieWithCaller: c.DieWithCaller, BindDevices: c.BindDevices, Init: c.Init, NewKeyring: c.NewKeyring, Inside: c.Inside,
		Further: c.further, Gated: c.gated, State: c.state, Filter: c.filter,
		Watched: watched, Steps: steps,
	}
	for _, s := range kernelStrings(&c) {
		o.Bytes = append(o.Bytes, []byte(*s))
	}
	return o
}

func essential(s *specs.Spec) essentials {
	p := s.Process
	e := essentials{
		Root: *s.Root, Hostname: s.Hostname, Domainname: s.Domainname, Mounts: s.Mounts,
		Process: ordered{p.Terminal, p.ConsoleSize, p.User, p.Args, p.Env, p.Cwd, p.NoNewPrivileges, p.Capabilities, p.Rlimits, p.OOMScoreAdj,
			p.Scheduler, p.IOPriority, p.ExecCPUAffinity},
		Hooks: s.Hooks,
	}
	if l := s.Linux; l != nil {
		e.Namespaces, e.TimeOffsets = l.Namespaces, l.TimeOffsets
		e.UIDMappings, e.GIDMappings = l.UIDMappings, l.GIDMappings
		e.CgroupsPath = l.CgroupsPath
		e.MaskedPaths, e.ReadonlyPaths = l.MaskedPaths, l.ReadonlyPaths
		e.Sysctl, e.Devices, e.RootfsPropagation, e.Personality = l.Sysctl, l.Devices, l.RootfsPropagation, l.Personality
	}
	return e
}

// container is the ordered one, byte for byte.
func (o *order) container() Container {
	c := Container{
		Spec: o.Spec.spec(), Scratch: o.Scratch,
		DieWithCaller: o.DieWithCaller, BindDevices: o.BindDevices, Init: o.Init, NewKeyring: o.NewKeyring, Inside: o.Inside,
		further: o.Further, gated: o.Gated, state: o.State, filter: o.Filter,
	}
	for i, s := range kernelStrings(&c) {
		*s = string(o.Bytes[i])
	}
	return c
}

func (e essentials) spec() *specs.Spec {
	p := e.Process
	return &specs.Spec{
		Root: &e.Root, Hostname: e.Hostname, Domainname: e.Domainname, Mounts: e.Mounts, Hooks: e.Hooks,
		Process: &specs.Process{
			Terminal: p.Terminal, ConsoleSize: p.ConsoleSize, User: p.User,
			Args: p.Args, Env: p.Env, Cwd: p.Cwd, NoNewPrivileges: p.NoNewPrivileges,
			Capabilities: p.Capabilities, Rlimits: p.Rlimits, OOMScoreAdj: p.OOMScoreAdj,
			Scheduler: p.Scheduler, IOPriority: p.IOPriority, ExecCPUAffinity: p.ExecCPUAffinity,
		},
		Linux: &specs.Linux{
			Namespaces: e.Namespaces, TimeOffsets: e.TimeOffsets, CgroupsPath: e.CgroupsPath,
			UIDMappings: e.UIDMappings, GIDMappings: e.GIDMappings,
			MaskedPaths: e.MaskedPaths, ReadonlyPaths: e.ReadonlyPaths,
			Sysctl: e.Sysctl, Devices: e.Devices, RootfsPropagation: e.RootfsPropagation, Personality: e.Personality,
		},
	}
}

// kernelStrings are the strings of a container that can hold any bytes.
func kernelStrings(c *Container) []*string {
	p := c.Spec.Process
	list := []*string{&c.Spec.Root.Path, &p.Cwd}
	for _, words := range [][]string{p.Args, p.Env} {
		for i := range words {
			list = append(list, &words[i])
		}
	}
	for i := range c.Spec.Mounts {
		list = append(list, &c.Spec.Mounts[i].Source, &c.Spec.Mounts[i].Destination)
	}
	if c.Scratch != nil {
		list = append(list, &c.Scratch.Lower, &c.Scratch.Stage)
	}
	return list
}
