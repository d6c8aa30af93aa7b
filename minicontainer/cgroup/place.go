// Where a group can be made.
//
// On version 1 anywhere that the caller may write. On version 2 a group has a controller only if its parent
// hands that down, by naming it in cgroup.subtree_control. And a group that hands
// controllers down may hold no processes itself, except the tree's root ("no internal
// processes"): those would compete with whole groups, and nobody could say what is fair. Our own
// group holds us, so the place is hardly ever below it:
//
//	/sys/fs/cgroup                  1st choice: root may write here
//	└── user.slice
//	    └── user@1000.service       4th: delegated to the user
//	        └── app.slice           3rd: … the place for an ordinary user under systemd
//	            └── terminal.scope  2nd: our own group
//
// In a container the top of what we see is no tree's root, and holds the container's
// processes. If it is our own group and nothing else will do, they are moved to a leaf
// below it, "inner", and it is free to hand down. Docker in Docker does the same.

package cgroup

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// base is a group below which another is made.
type base struct {
	tree        Hierarchy
	dir         string
	controllers []string // that the group will have
	enable      []string // those of them that it has to be told to hand down
	vacate      bool     // its processes have to be moved to a leaf first
}

// leaf is where the processes of an occupied group go.
const leaf = "inner"

// place is a group below which another might be made.
type place struct {
	dir         string
	controllers []string // it has
	handedDown  []string // and its children have
	root        bool     // of the whole tree, not of what a container sees of it
	occupied    bool     // by processes
	closed      string   // why no group can be made there; "" if one can
}

func look(dir string) place {
	return place{
		dir:         dir,
		controllers: words(filepath.Join(dir, "cgroup.controllers")),
		handedDown:  words(filepath.Join(dir, "cgroup.subtree_control")),
		root:        isRoot(dir),
		occupied:    len(words(filepath.Join(dir, "cgroup.procs"))) > 0,
		closed:      closed(dir),
	}
}

// isRoot knows the tree's root by that it is the only group without a type.
func isRoot(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "cgroup.type"))
	return os.IsNotExist(err)
}

// closed tells why this process may not make a group in dir and start programs in it, or "":
// for that the kernel asks for write access to cgroup.procs of the nearest group
// above both the starter and the new one. Source: cgroup-v2.rst, "Delegation Containment".
func closed(dir string) string {
	switch err := unix.Access(dir, unix.W_OK); {
	case errors.Is(err, unix.EROFS):
		return "is mounted read-only"
	case err != nil:
		return "may not be written"
	case unix.Access(filepath.Join(dir, "cgroup.procs"), unix.W_OK) != nil:
		return "has a cgroup.procs that may not be written"
	}
	return ""
}

// choose takes the first place that will do, or says for each place why it will not. What is useful
// is had where it costs nothing.
func choose(h Hierarchy, need, useful []string, beside bool) (b base, why string) {
	if h.Version == 1 {
		return chooseV1(h, beside)
	}
	var reasons []string
	var occupied []base
	for _, dir := range h.places() {
		p := look(dir)
		both := slices.Concat(need, without(useful, slices.Concat(need, without(useful, p.controllers))))
		reason := ""
		for _, want := range [][]string{both, need} {
			b := base{tree: h, dir: dir, controllers: want, enable: without(want, p.handedDown)}
			if reason = p.objection(want, b.enable); reason == "" {
				return b, ""
			}
			if dir == h.Own && p.closed == "" && len(without(want, p.controllers)) == 0 {
				b.vacate = true // the processes in the way are ours to move: we are one of them
				occupied = append(occupied, b)
			}
		}
		reasons = append(reasons, dir+" "+reason)
	}
	if len(occupied) > 0 {
		return occupied[0], ""
	}
	return base{}, strings.Join(reasons, ", ")
}

func chooseV1(h Hierarchy, beside bool) (b base, why string) {
	dirs := []string{h.Point, h.Own}
	if beside {
		dirs = []string{h.Own}
	}
	for _, dir := range dirs {
		if why = closed(dir); why == "" {
			return base{tree: h, dir: dir, controllers: h.Controllers}, ""
		}
		why = dir + " " + why
	}
	return base{}, why
}

// places are the top of what we see, then our own group and upwards.
func (h Hierarchy) places() []string {
	dirs := []string{h.Point}
	for dir := h.Own; len(dir) > len(h.Point); dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
	}
	return dirs
}

// objection is why no group that needs these controllers, and the handing down of
// some of them, can be made here; "" if it can.
func (p place) objection(need, enable []string) string {
	switch {
	case p.closed != "":
		return p.closed
	case len(without(need, p.controllers)) > 0:
		return "has no " + strings.Join(without(need, p.controllers), " and no ") + " controller"
	case len(enable) > 0 && p.occupied && !p.root:
		return "holds processes, so it cannot hand down " + strings.Join(enable, " and ")
	}
	return ""
}

// make plans the directories of the group: of the groups above it, which are shared, and its own.
func (p part) make(r Request) []plan.Step {
	if p.version == 1 && !slices.Contains(p.controllers, "cpuset") {
		return []plan.Step{Dir{Path: p.dir, Above: p.above()}}
	}
	return p.makeEach(r)
}

// above are the groups between the base and this one.
func (p part) above() (dirs []string) {
	for dir := filepath.Dir(p.dir); len(dir) > len(p.base.dir); dir = filepath.Dir(dir) {
		dirs = slices.Insert(dirs, 0, dir)
	}
	return dirs
}

// makeEach has something to write on each level.
func (p part) makeEach(r Request) []plan.Step {
	var steps []plan.Step
	if p.base.vacate {
		inner := filepath.Join(p.base.dir, leaf)
		steps = append(steps, Dir{Path: inner, Shared: true}, MoveAll{From: p.base.dir, To: inner})
	}
	parent := p.base.dir
	enable := p.base.enable
	names := strings.Split(r.Path, "/")
	for i, name := range names {
		if len(enable) > 0 {
			// It stays when the group goes: taking a controller away again would lift the
			// limits that others have set below the parent in the meantime.
			steps = append(steps, Value{File: filepath.Join(parent, "cgroup.subtree_control"), Text: "+" + strings.Join(enable, " +")})
		}
		if p.version == 2 {
			enable = p.controllers // a new group hands nothing down
		}
		parent = filepath.Join(parent, name)
		steps = append(steps, Dir{Path: parent, Shared: i < len(names)-1})
		steps = append(steps, inherit(p, parent)...)
	}
	return steps
}

// inherit fills what a new group of version 1 has empty, and nobody could enter it: its processors.
// Version 2 takes the parent's by itself. Source: cpuset(7), "Extended capabilities".
func inherit(p part, dir string) []plan.Step {
	if p.version != 1 || !slices.Contains(p.controllers, "cpuset") {
		return nil
	}
	return []plan.Step{TakeOver{Dir: dir, File: "cpuset.cpus"}, TakeOver{Dir: dir, File: "cpuset.mems"}}
}

func without(names, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(gone, name) })
}
