// Where a group of version 2 can be made.
//
// A group has a controller only if its parent hands that down, by naming it in
// cgroup.subtree_control. And a group that hands controllers down may hold no
// processes itself, except the tree's root ("no internal processes"): those would
// compete with whole groups, and nobody could say what is fair. Our own group holds us,
// so the place is hardly ever below it:
//
//	/sys/fs/cgroup                  1st choice: root may write here
//	└── user.slice
//	    └── user@1000.service       4th: delegated to the user
//	        └── app.slice           3rd: … the place for an ordinary user under systemd
//	            └── terminal.scope  2nd: our own group
//
// To make room by moving processes away is not ours to do: they are somebody else's.

package cgroup

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// place is a group below which another might be made.
type place struct {
	dir         string
	controllers []string // it has
	handedDown  []string // and its children have
	root        bool     // of the whole tree, not of what a container sees of it
	occupied    bool     // by processes
	writable    bool
}

func look(dir string) place {
	_, err := os.Stat(filepath.Join(dir, "cgroup.type"))
	return place{
		dir:         dir,
		controllers: words(filepath.Join(dir, "cgroup.controllers")),
		handedDown:  words(filepath.Join(dir, "cgroup.subtree_control")),
		root:        os.IsNotExist(err), // the only group without a type
		occupied:    len(words(filepath.Join(dir, "cgroup.procs"))) > 0,
		writable:    mayMakeIn(dir),
	}
}

// mayMakeIn tells whether this process may make a group in dir and start programs in it:
// for that the kernel asks for write access to cgroup.procs of the nearest group
// above both the starter and the new one. Source: cgroup-v2.rst, "Delegation Containment".
func mayMakeIn(dir string) bool {
	return unix.Access(dir, unix.W_OK) == nil && unix.Access(filepath.Join(dir, "cgroup.procs"), unix.W_OK) == nil
}

// choose takes the first place that will do, and says which controllers it has to be
// told to hand down; or, for each place, why it will not do.
func choose(h Hierarchy, need []string) (dir string, enable []string, why string) {
	var reasons []string
	for _, dir := range places(h) {
		p := look(dir)
		enable := without(need, p.handedDown)
		reason := p.objection(need, enable)
		if reason == "" {
			return dir, enable, ""
		}
		reasons = append(reasons, dir+": "+reason)
	}
	return "", nil, strings.Join(reasons, ", ")
}

// places are the top of what we see, then our own group and upwards.
func places(h Hierarchy) []string {
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
	case !p.writable:
		return "may not be written"
	case len(without(need, p.controllers)) > 0:
		return "has no " + strings.Join(without(need, p.controllers), " and no ") + " controller"
	case len(enable) > 0 && p.occupied && !p.root:
		return "holds processes, so it cannot hand down " + strings.Join(enable, " and ")
	}
	return ""
}

func without(names, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(gone, name) })
}
