// Control groups of containers: named after the container, so that whoever finds one knows whose it is.
//
//	/minicontainer-1a2b3c4d/ID      in each tree; the digits are those of the state directory, as another
//	                                user, or another container with a runtime in it, has containers of its own
//
// A container's group is there as long as it runs. Whoever waits for the container removes it; what a crash
// leaves, the next command removes.

package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// GroupPath is where a container's group is, in the form of the OCI spec's cgroupsPath.
func GroupPath(state, id string) string { return GroupPathBelow("", state, id) }

// groupsOf names the directory by what it is, not by its path alone: in another mount namespace the same path
// is another directory, whose engine would take our groups for strays.
func groupsOf(state string) string {
	const digits = 4
	var at unix.Stat_t
	unix.Stat(state, &at) //nolint:errcheck // what is not there yet has no groups
	sum := sha256.Sum256(fmt.Append(nil, state, at.Dev, at.Ino))
	return "minicontainer-" + hex.EncodeToString(sum[:digits])
}

// sweepGroups removes the groups of containers that do not run.
func (e *Engine) sweepGroups() {
	left, err := e.leftGroups()
	if err != nil {
		return
	}
	for _, name := range left {
		if e.stray(path.Base(name)) {
			removeGroup(name) //nolint:errcheck // it is in nobody's way; Check tells why
		}
	}
	for _, p := range e.parents() {
		p.leave(e.state)
	}
}

// stray tells whether a group, or a place in a network, has lost its container. Both are made after the container's draft
// and go before it, so one without any of them is nobody's.
func (e *Engine) stray(id string) bool {
	if e.store.Attended(id) || e.buildsWith(id) {
		return false // which most are, and no record needs to be read to know it
	}
	l, free, err := e.store.TryLock(id)
	if errors.Is(err, record.ErrNotFound) {
		if e.store.Drafted(id) {
			return false // or its draft goes first, and the group with the next command
		}
		l, free, err = e.store.TryLock(id) // the draft may have become a container between the two looks
		if errors.Is(err, record.ErrNotFound) {
			return true
		}
	}
	if err != nil || !free {
		return false
	}
	defer l.Unlock()
	return l.Record.State.Status != record.Running
}

func removeGroup(name string) error {
	g, err := cgroup.Find(name)
	if err != nil {
		return err
	}
	return g.Remove()
}

// groupOf is the group of a container that runs.
func (e *Engine) groupOf(verb string, r record.Record) (*cgroup.Group, error) {
	trees, err := cgroup.Detect()
	if err != nil {
		return nil, on(verb, r.Name, err)
	}
	return groupIn(trees, verb, r)
}

func groupIn(trees []cgroup.Hierarchy, verb string, r record.Record) (*cgroup.Group, error) {
	if err := running(verb, r); err != nil {
		return nil, err
	}
	if r.Spec.Linux == nil || r.Spec.Linux.CgroupsPath == "" {
		return nil, on(verb, r.Name, ErrNoGroup)
	}
	g, err := cgroup.FindIn(trees, r.Spec.Linux.CgroupsPath[1:])
	if err == nil && !g.Exists() {
		err = ErrNotRunning // it has ended in this moment
	}
	if err != nil {
		return nil, on(verb, r.Name, err)
	}
	return g, nil
}

// Pause stops all processes of a container, wherever they are. The record says so first: whoever is killed between the two leaves a
// container that is not as its record says, which the next command sees, and not one that stands still without a reason.
func (e *Engine) Pause(ref string) error {
	return e.setPaused("pause", ref, true, func(l *record.Locked, g *cgroup.Group) error {
		if err := l.Save(); err != nil {
			return err
		}
		e.before("freeze container")
		if err := g.Freeze(); err != nil {
			l.Record.State.Paused = false
			return errors.Join(on("pause", l.Record.Name, err), l.Save())
		}
		return nil
	})
}

// Unpause lets them go on.
func (e *Engine) Unpause(ref string) error {
	return e.setPaused("unpause", ref, false, func(l *record.Locked, g *cgroup.Group) error {
		if err := g.Thaw(); err != nil {
			return on("unpause", l.Record.Name, err)
		}
		e.before("write record")
		return l.Save()
	})
}

// setPaused has do carry it out, with a record that says it and is not saved yet.
func (e *Engine) setPaused(verb, ref string, paused bool, do func(*record.Locked, *cgroup.Group) error) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	defer l.Unlock()
	g, err := e.groupOf(verb, l.Record)
	if err != nil {
		return err
	}
	switch {
	case paused && l.Record.State.Paused:
		return on(verb, l.Record.Name, ErrPaused)
	case !paused && !l.Record.State.Paused:
		return on(verb, l.Record.Name, ErrNotPaused)
	}
	l.Record.State.Paused = paused
	if err := do(l, g); err != nil {
		return err
	}
	e.store.Tell(l.Record, verb)
	return nil
}

// unfrozen tells whether a container goes on whose record says that it is paused.
func (e *Engine) unfrozen(r record.Record) bool {
	if r.State.Status != record.Running || !r.State.Paused {
		return false
	}
	g, err := e.groupOf("look at", r)
	return err == nil && !g.Frozen()
}

// thaw lets a paused container go on, so that it can end.
func (e *Engine) thaw(r record.Record) {
	if g, err := e.groupOf("thaw", r); err == nil && r.State.Paused {
		g.Thaw() //nolint:errcheck // then it does not end, which is told
	}
}

// Update gives a container other limits, at once if it runs and for each later start. What they do not speak of
// stays as it is. After an error the container keeps what it had in its record; of what it had in the kernel
// those limits may be changed that came before the refused one.
func (e *Engine) Update(ref string, limits *specs.LinuxResources) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	defer l.Unlock()
	linux := l.Record.Spec.Linux
	if linux == nil || linux.CgroupsPath == "" {
		return on("update", l.Record.Name, ErrNoGroup)
	}
	if l.Record.State.Status == record.Running {
		g, err := e.groupOf("update", l.Record)
		if err != nil {
			return err
		}
		steps, err := g.Set(limits)
		if err == nil {
			err = cgroup.Build(steps, nil)
		}
		if err != nil {
			return on("update", l.Record.Name, err)
		}
	}
	linux.Resources = merge(linux.Resources, limits)
	if err := l.Save(); err != nil {
		return err
	}
	e.store.Tell(l.Record, "update")
	return nil
}

// merge is the old limits with the new ones over them.
func merge(old, over *specs.LinuxResources) *specs.LinuxResources {
	if old == nil {
		return over
	}
	all := *old
	if over.Pids != nil {
		all.Pids = over.Pids
	}
	if m := over.Memory; m != nil {
		memory := valueOf(all.Memory)
		memory.Limit, memory.Swap = later(memory.Limit, m.Limit), later(memory.Swap, m.Swap)
		memory.Reservation = later(memory.Reservation, m.Reservation)
		all.Memory = &memory
	}
	if c := over.CPU; c != nil {
		cpu := valueOf(all.CPU)
		cpu.Shares, cpu.Quota, cpu.Period = later(cpu.Shares, c.Shares), later(cpu.Quota, c.Quota), later(cpu.Period, c.Period)
		cpu.Cpus, cpu.Mems = *later(&cpu.Cpus, named(c.Cpus)), *later(&cpu.Mems, named(c.Mems))
		all.CPU = &cpu
	}
	if b := over.BlockIO; b != nil {
		block := valueOf(all.BlockIO)
		block.Weight = later(block.Weight, b.Weight)
		all.BlockIO = &block
	}
	return &all
}

func later[T any](old, over *T) *T {
	if over != nil {
		return over
	}
	return old
}

func valueOf[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

func named(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Usage measures a container that runs. The trees are those that cgroup.Detect tells: whoever measures many
// containers at once needs to ask only once.
func Usage(trees []cgroup.Hierarchy, r record.Record) (cgroup.Usage, error) {
	g, err := groupIn(trees, "measure", r)
	if err != nil {
		return cgroup.Usage{}, err
	}
	u, err := g.Usage()
	if err != nil {
		return u, on("measure", r.Name, err)
	}
	return u, nil
}

// Processes are those of a container that runs, as the host numbers them.
func (e *Engine) Processes(ref string) ([]int, error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return nil, err
	}
	g, err := e.groupOf("list processes of", r)
	if err != nil {
		return nil, err
	}
	return g.Pids()
}

// checkGroups looks for groups that a crash has left.
func (e *Engine) checkGroups(dryRun bool) ([]Finding, error) {
	left, err := e.leftGroups()
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, name := range left {
		if !e.stray(path.Base(name)) {
			continue
		}
		f := Finding{What: fmt.Sprintf("control group %s: its container does not run", name), Then: "removed"}
		if !dryRun {
			f.Err = removeGroup(name)
		}
		found = append(found, f)
	}
	return found, nil
}
