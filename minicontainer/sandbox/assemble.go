// The assembly of a container: one list of named steps.
//
// In every runtime we looked at, this is a function of several hundred lines.
// Here it is a value: Assemble writes the list down, plan.Run carries it out, and
// --explain prints it.

package sandbox

import (
	"path"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Plan is the assembly in its four parts, carried out in this order by the child
// half.
type Plan struct {
	Build  []plan.Step // the container's files, while the host's are still in sight
	Settle []plan.Step // what concerns no path: open files, loopback, host name
	Enter  []plan.Step // the point of no return: the host's files disappear
	Become []plan.Step // from the runtime to the container's own program
}

// Steps is the whole list.
func (p Plan) Steps() []plan.Step {
	var all []plan.Step
	for _, part := range [][]plan.Step{p.Build, p.Settle, p.Enter, p.Become} {
		all = append(all, part...)
	}
	return all
}

// Assemble plans the container. It touches nothing. The error names the mount
// that cannot be planned.
func Assemble(c Container) (Plan, error) {
	if err := c.Check(); err != nil {
		return Plan{}, err
	}
	c, err := c.withFilter()
	if err != nil {
		return Plan{}, err
	}
	if c.Inside != nil {
		return assembleInside(c), nil
	}
	build, err := buildRoot(c)
	if err != nil {
		return Plan{}, err
	}
	build = append(build, hooksBefore(c)...)
	return Plan{Build: build, Settle: settle(c), Enter: enter(c.Spec), Become: become(c)}, nil
}

// buildRoot mounts everything below the root directory, from outside, while it is
// still a directory among others: bind mounts have their sources on the host.
func buildRoot(c Container) ([]plan.Step, error) {
	s := c.Spec
	if !ownMounts(s) {
		if grouped(s) && makesNamespace(s, specs.CgroupNamespace) {
			return append([]plan.Step{ownGroups{}}, workingDirectory(s)...), nil
		}
		return workingDirectory(s), nil
	}
	steps := untie(s)
	if grouped(s) && makesNamespace(s, specs.CgroupNamespace) {
		steps = append(steps, ownGroups{})
	}
	steps = append(steps, rootMount(c)...)
	mounts, err := mountAll(c)
	if err != nil {
		return nil, err
	}
	steps = append(steps, mounts...)
	steps = append(steps, workingDirectory(s)...)
	if s.Process.Terminal {
		steps = append(steps, openTerminal{Root: s.Root.Path, UID: s.Process.User.UID, Size: s.Process.ConsoleSize})
	}
	return append(steps, restrict(s)...), nil
}

// workingDirectory is made if missing, as callers of OCI runtimes expect.
func workingDirectory(s *specs.Spec) []plan.Step {
	if path.Clean(s.Process.Cwd) == "/" {
		return nil
	}
	return []plan.Step{mount.Point{Root: s.Root.Path, Target: s.Process.Cwd}}
}

// rootMount makes the root directory a mount point, as pivot_root demands.
func rootMount(c Container) []plan.Step {
	if c.Scratch != nil {
		return c.Scratch.Steps()
	}
	root := c.Spec.Root.Path
	return []plan.Step{mount.Mount{Target: root, Source: root, Flags: unix.MS_BIND | unix.MS_REC}}
}

// mountAll plans the spec's mounts in their order, and the devices right after
// the /dev they live in.
func mountAll(c Container) ([]plan.Step, error) {
	s := c.Spec
	var steps []plan.Step
	mapped := 0
	for _, m := range s.Mounts {
		more, err := mountSteps(s, m, mapped)
		if err != nil {
			return nil, err
		}
		if mapsOwners(m) {
			mapped++
		}
		steps = append(steps, more...)
		if path.Clean(m.Destination) == "/dev" && m.Type == "tmpfs" {
			steps = append(steps, rootfs.Devices(s.Root.Path, c.BindDevices)...)
		}
	}
	if s.Linux != nil {
		for _, d := range s.Linux.Devices {
			steps = append(steps, rootfs.Device(s.Root.Path, d, c.BindDevices)...)
		}
	}
	return steps, nil
}

// mountSteps plans one mount, before which so many have mapped owners.
func mountSteps(s *specs.Spec, m specs.Mount, mapped int) ([]plan.Step, error) {
	if mapsOwners(m) {
		return attachTree(s, m, mapped)
	}
	if m.Type == "cgroup" {
		return cgroupMounts(s, m)
	}
	if m.Type == "tmpfs" && slices.Contains(m.Options, copyUpOption) {
		return mountWithCopy(s.Root.Path, m)
	}
	return mount.Steps(s.Root.Path, m.Destination, m.Type, m.Source, m.Options)
}

// restrict comes last, as one cannot mount into what is read-only.
func restrict(s *specs.Spec) []plan.Step {
	var steps []plan.Step
	if s.Linux != nil {
		for _, p := range s.Linux.MaskedPaths {
			steps = append(steps, rootfs.Mask{Root: s.Root.Path, Path: p, On: kernelFSOf(s, p)})
		}
		for _, p := range s.Linux.ReadonlyPaths {
			steps = append(steps, rootfs.ReadonlyPath{Root: s.Root.Path, Path: p, On: kernelFSOf(s, p)})
		}
	}
	if s.Root.Readonly {
		steps = append(steps, mount.Mount{Root: s.Root.Path, Target: "/", Flags: unix.MS_REMOUNT | unix.MS_BIND | unix.MS_RDONLY})
	}
	return steps
}

// kernelFSOf is the mount of procfs or sysfs in the spec that the path lies in.
func kernelFSOf(s *specs.Spec, p string) string {
	for _, m := range s.Mounts {
		on := path.Clean(m.Destination)
		if _, known := rootfs.KernelFS[on]; known && (m.Type == "proc" || m.Type == "sysfs") && strings.HasPrefix(path.Clean(p), on+"/") {
			return on
		}
	}
	return ""
}

func settle(c Container) []plan.Step {
	s := c.Spec
	// While the host's /proc is in sight, which an old kernel needs for it.
	steps := []plan.Step{closeInherited{c.further}}
	if makesNamespace(s, specs.NetworkNamespace) {
		steps = append(steps, loopbackUp{})
	}
	if s.Hostname != "" {
		steps = append(steps, setHostname{s.Hostname})
	}
	if s.Domainname != "" {
		steps = append(steps, setDomainname{s.Domainname})
	}
	if makesNamespace(s, specs.TimeNamespace) {
		steps = append(steps, shiftClocks{s.Linux.TimeOffsets})
	}
	return append(steps, settings(s)...)
}

func enter(s *specs.Spec) []plan.Step {
	if ownMounts(s) {
		return append([]plan.Step{rootfs.Pivot{Root: s.Root.Path, Tied: tied(s)}}, tie(s)...)
	}
	return []plan.Step{rootfs.Chroot{Root: s.Root.Path}}
}

// become changes the process itself, each step giving up what the next does not need.
func become(c Container) []plan.Step {
	p := c.Spec.Process
	steps := []plan.Step{enterDirectory{p.Cwd}}
	if p.User.UID != 0 {
		steps = append(steps, giveStreams{p.User.UID})
	}
	if c.NewKeyring {
		steps = append(steps, newKeyring{})
	}
	steps = append(steps, weaken(c)...)
	if c.DieWithCaller {
		steps = append(steps, dieWithCaller{})
	}
	if p.NoNewPrivileges {
		steps = append(steps, noNewPrivileges{})
	}
	last := execute{Args: p.Args, Env: p.Env}
	if c.gated {
		steps = append(steps, findProgram{last}, waitAtGate{})
	}
	if h := c.Spec.Hooks; h != nil && len(h.StartContainer) > 0 {
		steps = append(steps, innerHooks{"startContainer", h.StartContainer, c.state})
	}
	steps = append(steps, c.filtering(true)...)
	if c.Init {
		return append(steps, executeInit{last})
	}
	return append(steps, last)
}

// first is the step of the parent half, which no list carries out.
func (c Container) first() (name, line string) {
	if c.Inside != nil {
		return join{c.Inside.Pid}.Name(), join{c.Inside.Pid}.Line()
	}
	return create{c.Spec}.Name(), create{c.Spec}.Line()
}

// StepNames is every step of starting c, in order, the clone included: the places
// where it can fail or be killed.
func StepNames(c Container) ([]string, error) {
	p, err := Assemble(c.adapted())
	if err != nil {
		return nil, err
	}
	var names []string
	_, enclosing, err := groups(c)
	if err != nil {
		return nil, err
	}
	for _, s := range enclosing {
		names = append(names, s.Name())
	}
	first, _ := c.first()
	names = append(names, first)
	for _, s := range p.Steps() {
		names = append(names, s.Name())
	}
	return names, nil
}
