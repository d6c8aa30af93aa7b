package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Limits of a group and all below it; zero means none.
type Limits struct {
	// Memory is in bytes, with what is in swap if the kernel accounts for that. Whoever
	// needs more, and cannot give anything back, is killed.
	Memory int64
	// Pids is how many threads there may be at once: a process is one at least. fork(2)
	// beyond it fails with EAGAIN. On version 1, the thread that starts a
	// program counts as well until the program has started.
	Pids int64
	// NoBlockDevices forbids opening and making block devices, with EPERM. Root of
	// a chroot could otherwise make a node of the host's disk and read it past all mounts.
	NoBlockDevices bool
}

// Group is a group that New has made. Its methods may be called from several
// goroutines at once, except Remove, which is the last call.
type Group struct {
	tree tree
}

// tree is what the two versions do differently.
type tree interface {
	// dirs are the group's directories, one for each hierarchy that it is made in.
	dirs() []string
	// steps make the group; each makes its directory before it writes there.
	steps(Limits) []plan.Step
	// enter has what is started with attr by this thread born inside.
	enter(attr *syscall.SysProcAttr) (release func(), err error)
	// end asks the kernel to kill all; errors.ErrUnsupported if it cannot.
	end() error
	oomKills() (int, error)
	pidsRefused() (int, error)
}

// Unavailable means that this machine, or this user on it, has no group to give.
type Unavailable struct {
	Reason string // in words, such as "version 2: /sys/fs/cgroup: may not be written"
}

func (u *Unavailable) Error() string { return "no control group can be made here: " + u.Reason }

// New makes a group that holds nothing yet. The name is one path element, and new
// in its place. The caller calls Remove when done; a process that dies without leaves the group
// behind, and a later New of the same name is refused with fs.ErrExist. After an
// error nothing is left. The error is an *Unavailable where no group can be made.
func New(name string, l Limits) (*Group, error) {
	g, steps, err := Plan(name, l)
	if err != nil {
		return nil, err
	}
	if err := build(steps); err != nil {
		return nil, err
	}
	return g, nil
}

// Plan tells what New would do, and touches nothing.
func Plan(name string, l Limits) (*Group, []plan.Step, error) {
	hierarchies, err := Detect()
	if err != nil {
		return nil, nil, err
	}
	return planIn(hierarchies, name, l)
}

// planIn prefers version 2 where it has what the limits need: it kills a group with
// one write, and a child is born in it without a detour.
func planIn(hierarchies []Hierarchy, name string, l Limits) (*Group, []plan.Step, error) {
	if err := check(name, l); err != nil {
		return nil, nil, err
	}
	second, why2 := newV2(hierarchies, name, l)
	if why2 == "" {
		return &Group{second}, second.steps(l), nil
	}
	first, why1 := newV1(hierarchies, name, l)
	if why1 == "" {
		return &Group{first}, first.steps(l), nil
	}
	return nil, nil, &Unavailable{Reason: "version 2: " + why2 + "; version 1: " + why1}
}

// check refuses names that would make, or later remove, a group elsewhere.
func check(name string, l Limits) error {
	const longest = 255 // NAME_MAX
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\n\x00") || len(name) > longest {
		return fmt.Errorf("make control group %q: the name is not one path element", name)
	}
	if l.Memory < 0 || l.Pids < 0 {
		return fmt.Errorf("make control group %s: a limit is negative", name)
	}
	return nil
}

// build runs the steps. If one fails, the directories made until then are removed,
// and only those: one that was there before is somebody else's.
func build(steps []plan.Step) error {
	reached := 0
	err := plan.Run(steps, func(i int) error { reached = i; return nil })
	if err == nil {
		return nil
	}
	for i := reached - 1; i >= 0; i-- {
		if dir, ok := steps[i].(Dir); ok {
			err = errors.Join(err, removeDir(dir.Path))
		}
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) || errors.Is(err, unix.ENOSYS) {
		return &Unavailable{Reason: err.Error()}
	}
	return err
}

// Attach changes attr such that a program started with it, from this thread, is
// born inside: there is no moment in which it runs free. The caller
//
//   - has locked the goroutine to its thread, which is not the process's first,
//     and lets it end locked (runtime.LockOSThread): on version 1 the thread itself
//     goes into the group and does not come back, not even after an error;
//   - calls release when the program has been started, or could not be;
//   - knows that Pdeathsig is sent when that thread ends, and not the process.
//
// Start does all this.
func (g *Group) Attach(attr *syscall.SysProcAttr) (release func(), err error) {
	return g.tree.enter(attr)
}

// OOMKills is how many processes the kernel has killed because the group had no memory left.
func (g *Group) OOMKills() (int, error) { return g.tree.oomKills() }

// PidsRefused is how many times a fork was refused because of Limits.Pids.
func (g *Group) PidsRefused() (int, error) { return g.tree.pidsRefused() }
