package cgroup

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Request is a group to be made.
type Request struct {
	// Path is the group's path below the place that is chosen for it, such as
	// "minicontainer/web". Groups above it are made if missing, and shared with others.
	Path string

	// Beside has the group made below the caller's own one, where possible, so that the caller's
	// limits hold for it, too. Otherwise it is made as near to the top of each tree as the caller may.
	Beside bool

	// Limits are in the words of the OCI runtime spec ("linux.resources"). nil is none.
	Limits *specs.LinuxResources

	// Everywhere has the group made in every tree that the caller may write to, and not only in those
	// that the limits need: to measure, to freeze, and to set limits later.
	Everywhere bool
}

// Group is a group, in each tree that it was made in. Its methods may be called from several
// goroutines at once, except Remove, which is the last call.
type Group struct {
	parts []part
}

// part is the group in one tree.
type part struct {
	version     int
	controllers []string // that the group has
	dir         string
	base        base
}

// Unavailable means that this machine, or this user on it, cannot give what was asked for.
type Unavailable struct{ Missing []Missing }

// Missing is a controller that a group cannot have here.
type Missing struct {
	Controller string
	Reason     string // in words, such as "version 1: /sys/fs/cgroup/memory may not be written"
}

func (u *Unavailable) Error() string {
	var all []string
	for _, m := range u.Missing {
		all = append(all, m.Controller+": "+m.Reason)
	}
	return "no control group can be made here: " + strings.Join(all, "; ")
}

// New makes a group that holds nothing yet. The caller calls Remove when done; a process that dies
// without leaves the group behind, and a later New of the same path is refused with fs.ErrExist. After
// an error nothing is left. The error is an *Unavailable where a limit cannot be had.
func New(r Request) (*Group, error) {
	g, steps, err := Plan(r)
	if err != nil {
		return nil, err
	}
	if err := Build(steps, nil); err != nil {
		return nil, err
	}
	return g, nil
}

// Plan tells what New would do, and touches nothing. Build carries it out.
func Plan(r Request) (*Group, []plan.Step, error) {
	hierarchies, err := Detect()
	if err != nil {
		return nil, nil, err
	}
	return PlanIn(hierarchies, r)
}

// PlanIn is Plan for somebody who has detected the trees.
func PlanIn(hierarchies []Hierarchy, r Request) (*Group, []plan.Step, error) {
	if err := checkPath(r.Path); err != nil {
		return nil, nil, err
	}
	needed := needs(r.Limits)
	g, missing := find(hierarchies, r, needed)
	if len(missing) > 0 {
		return nil, nil, &Unavailable{missing}
	}
	var steps []plan.Step
	for _, p := range g.parts {
		steps = append(steps, p.make(r)...)
	}
	limits, err := g.Set(r.Limits)
	return g, append(steps, limits...), err
}

// find chooses for each controller the tree, and in that the place.
func find(hierarchies []Hierarchy, r Request, needed []string) (*Group, []Missing) {
	g := &Group{}
	var missing []Missing
	for _, controller := range needed {
		if _, there := g.partOf(controller); there {
			continue
		}
		p, why := partFor(hierarchies, r, controller, needed)
		if why != "" {
			missing = append(missing, Missing{controller, why})
			continue
		}
		g.parts = append(g.parts, p)
	}
	if len(missing) > 0 {
		return nil, missing
	}
	missing = g.addUseful(hierarchies, r)
	switch {
	case len(g.parts) > 0:
		return g, nil
	case len(missing) == 0:
		missing = []Missing{{"all", "no tree of control groups is mounted"}}
	}
	return nil, missing
}

// addUseful makes the group in further trees: in all of them if that is wanted, and in any case in one that can end
// what runs in it without losing the race against a fork bomb, which is version 2's or the pids controller's.
func (g *Group) addUseful(hierarchies []Hierarchy, r Request) (missing []Missing) {
	for _, h := range hierarchies {
		killer := h.Version == 2 || h.has("pids") && !slices.ContainsFunc(hierarchies, func(h Hierarchy) bool { return h.Version == 2 })
		switch {
		case h.Named(), slices.ContainsFunc(g.parts, func(p part) bool { return p.base.tree.same(h) }):
			continue
		case !r.Everywhere && !killer:
			continue
		}
		p, why := newPart(h, r, nil)
		if why != "" {
			missing = append(missing, Missing{h.Name(), why})
			continue
		}
		g.parts = append(g.parts, p)
	}
	return missing
}

// partFor makes the part that has a controller. A controller is in one tree only; but the devices', in version 2,
// is in none and can be had in any group.
func partFor(hierarchies []Hierarchy, r Request, controller string, needed []string) (part, string) {
	for version := 1; version <= 2; version++ {
		for _, h := range hierarchies {
			if h.Version == version && h.offers(controller) {
				return newPart(h, r, needed)
			}
		}
	}
	return part{}, "no tree with this controller is mounted"
}

// usefulV2 are the controllers that a group of version 2 has even if no limit needs them yet.
var usefulV2 = []string{"cpu", "cpuset", "io", "memory", "pids"}

// newPart plans the group in one tree; why tells in words why there can be none.
func newPart(h Hierarchy, r Request, needed []string) (p part, why string) {
	var useful []string
	if r.Everywhere {
		useful = slices.DeleteFunc(slices.Clone(usefulV2), func(c string) bool { return !h.has(c) })
	}
	b, why := choose(h, h.ofLimits(needed), useful, r.Beside)
	if why != "" {
		return part{}, fmt.Sprintf("version %d: %s", h.Version, why)
	}
	return part{version: h.Version, controllers: b.controllers, dir: filepath.Join(b.dir, r.Path), base: b}, ""
}

// Dirs are the group's directories, one for each tree that it is in.
func (g *Group) Dirs() []string {
	var dirs []string
	for _, p := range g.parts {
		dirs = append(dirs, p.dir)
	}
	return dirs
}

// checkPath refuses paths that would make, or later remove, a group elsewhere.
func checkPath(path string) error {
	const longest = 255 // NAME_MAX
	for _, name := range strings.Split(path, "/") {
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "\n\x00") || len(name) > longest {
			return fmt.Errorf("make control group %q: it is no path of names", path)
		}
	}
	return nil
}

// Build runs the steps of Plan, and calls before, if set, with the number of each before it runs. If one fails, the groups made until then are removed, and only those: one
// that was there before is somebody else's.
func Build(steps []plan.Step, before func(i int)) error {
	const tries = 10 // another may remove a shared group in the moment before we make ours in it
	for try := 1; ; try++ {
		failed, err := buildOnce(steps, before)
		if !inShared(failed) || try == tries || !gone(err) {
			return err
		}
	}
}

// inShared tells whether a step may be in a group that others share, and remove while it is empty.
func inShared(s plan.Step) bool {
	switch s := s.(type) {
	case Dir, TakeOver:
		return true
	case Value:
		return filepath.Base(s.File) == "cgroup.subtree_control"
	}
	return false
}

// buildOnce also tells which step has failed.
func buildOnce(steps []plan.Step, before func(i int)) (failed plan.Step, err error) {
	reached := 0
	err = plan.Run(steps, func(i int) error {
		reached = i
		if before != nil {
			before(i)
		}
		return nil
	})
	if err == nil {
		return nil, nil
	}
	for i := reached - 1; i >= 0; i-- {
		if dir, ok := steps[i].(Dir); ok {
			err = errors.Join(err, dir.undo())
		}
	}
	if errors.Is(err, unix.ENOSYS) {
		err = &Unavailable{[]Missing{{"cgroup", err.Error()}}}
	}
	return steps[reached], err
}

// CountsSwap tells whether swap can be limited here: it is the one limit that a memory controller may lack, by
// how the kernel was built or started (swapaccount=0).
func CountsSwap() bool {
	hierarchies, err := Detect()
	if err != nil {
		return false
	}
	for _, h := range hierarchies {
		if h.has("memory") {
			return h.countsSwap()
		}
	}
	return false
}

// countsSwap looks for the file. In version 2 the topmost group has no limits, so the answer is in one below it.
func (h Hierarchy) countsSwap() bool {
	pattern := filepath.Join(h.Point, "memory.memsw.limit_in_bytes")
	if h.Version == 2 {
		if isRoot(h.Point) {
			pattern = filepath.Join(h.Point, "*", "memory.swap.max")
		} else {
			pattern = filepath.Join(h.Point, "memory.swap.max")
		}
		if below, _ := filepath.Glob(filepath.Join(h.Point, "*", "memory.max")); len(below) == 0 && isRoot(h.Point) { //nolint:errcheck // the pattern is ours
			return true // no group to look into; hardly a kernel is without
		}
	}
	found, _ := filepath.Glob(pattern) //nolint:errcheck // the pattern is ours
	return len(found) > 0
}
