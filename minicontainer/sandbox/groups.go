// Control groups: made by the parent half before there is a process, so that the child half is
// in them from its first instruction, and all that comes after it, too.
//
// The cgroup namespace comes second: its root is the group in which the process that makes it is, at that
// moment. Made together with the process, as the other namespaces are, it would have the parent half's
// group for its root, and show the container a path out of its own.

package sandbox

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// grouped tells whether the container gets groups of its own.
func grouped(s *specs.Spec) bool { return s.Linux != nil && s.Linux.CgroupsPath != "" }

// GroupRequest is the container's group in the words of package cgroup. An absolute path is meant from the top of
// each tree, another one from where the runtime thinks right. Source: runtime-spec config-linux.md, "Cgroups Path".
func GroupRequest(s *specs.Spec) cgroup.Request {
	return cgroup.Request{
		Path:       strings.Trim(path.Clean(s.Linux.CgroupsPath), "/"),
		Beside:     !path.IsAbs(s.Linux.CgroupsPath),
		Limits:     s.Linux.Resources,
		Everywhere: true,
	}
}

// groups plans the container's group; nil if it gets none.
func groups(c Container) (*cgroup.Group, []plan.Step, error) {
	if c.Inside != nil || !grouped(c.Spec) {
		return nil, nil, nil
	}
	return cgroup.Plan(GroupRequest(c.Spec))
}

// enclosure is where a container is started: in a group of its own, or in the ones of the container that is entered.
type enclosure struct {
	group *cgroup.Group // that was made; nil if there is none
	door  *cgroup.Door  // nil if the caller's groups will do
}

// enclose makes the container's group. After an error there is none.
func enclose(c Container, watch func(name, line string)) (e enclosure, err error) {
	if c.Inside != nil {
		e.door, err = cgroup.DoorOf(c.Inside.Pid)
		return e, err
	}
	group, steps, err := groups(c)
	if err != nil || group == nil {
		return e, err
	}
	err = cgroup.Build(steps, func(i int) {
		if watch != nil {
			watch(steps[i].Name(), steps[i].Line())
		}
	})
	if err != nil {
		return e, err
	}
	e.group = group
	if e.door, err = group.Door(); err != nil {
		return enclosure{}, errors.Join(err, group.Remove())
	}
	return e, nil
}

// undo removes the group.
func (e enclosure) undo() {
	if e.group != nil {
		e.group.Remove() //nolint:errcheck // what is left the next command repairs; there is a better error to tell
	}
}

// ownGroups makes the cgroup namespace.
type ownGroups struct{}

func (ownGroups) Name() string { return "create cgroup namespace" }
func (ownGroups) Line() string {
	return "# the cgroup namespace has the group for its root that was entered before it was made"
}
func (ownGroups) Do() error {
	if err := unix.Unshare(unix.CLONE_NEWCGROUP); err != nil {
		return fmt.Errorf("create cgroup namespace: %w", err)
	}
	return nil
}

// cgroupMounts shows the container its groups, as Docker does: version 2's tree itself where there is nothing
// else, and otherwise a directory for each tree.
//
// Without a cgroup namespace a tree that is mounted would show all groups of the machine. There the container's own group is bound
// in the tree's place.
func cgroupMounts(s *specs.Spec, m specs.Mount) ([]plan.Step, error) {
	root := s.Root.Path
	trees, err := cgroup.Detect()
	if err != nil {
		return nil, err
	}
	if len(trees) == 1 && trees[0].Version == 2 {
		if !hasNamespace(s, specs.CgroupNamespace) {
			return bindGroup(root, m.Destination, trees[0], m.Options), nil
		}
		return mount.Steps(root, m.Destination, "cgroup2", "cgroup", m.Options)
	}
	steps, err := mount.Steps(root, m.Destination, "tmpfs", "cgroup", []string{"nosuid", "nodev", "noexec", "mode=755"})
	if err != nil {
		return nil, err
	}
	for _, tree := range trees {
		if !hasNamespace(s, specs.CgroupNamespace) {
			steps = append(steps, bindGroup(root, path.Join(m.Destination, path.Base(tree.Point)), tree, m.Options)...)
			continue
		}
		kind, options := "cgroup", append([]string{strings.Join(tree.Controllers, ",")}, m.Options...)
		if tree.Version == 2 {
			kind, options = "cgroup2", m.Options
		}
		more, err := mount.Steps(root, path.Join(m.Destination, path.Base(tree.Point)), kind, "cgroup", options)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return append(steps, mount.Mount{Root: root, Target: m.Destination, Flags: unix.MS_REMOUNT | unix.MS_BIND | unix.MS_RDONLY | unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC}), nil
}

// bindGroup shows the group of this process in one tree.
func bindGroup(root, target string, tree cgroup.Hierarchy, options []string) []plan.Step {
	steps := []plan.Step{mount.Point{Root: root, Target: target}, ownGroup{root, target, tree}}
	if slices.Contains(options, "ro") {
		flags := unix.MS_REMOUNT | unix.MS_BIND | unix.MS_RDONLY | unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
		steps = append(steps, mount.Mount{Root: root, Target: target, Flags: uintptr(flags)})
	}
	return steps
}

// ownGroup binds the directory of the group that the process is in, which is another one in the two halves. In a tree where it is in
// none but the top, as in one that limits nothing, an empty directory is shown.
type ownGroup struct {
	root, target string
	tree         cgroup.Hierarchy
}

func (o ownGroup) Name() string { return "bind the own group of " + o.tree.Point + " on " + o.target }

func (o ownGroup) Line() string {
	return fmt.Sprintf("# mount --bind %s/… %s, the directory of the group that was entered", o.tree.Point, o.root+o.target)
}

func (o ownGroup) Do() error {
	if o.tree.Own == o.tree.Point {
		return mount.Mount{Root: o.root, Target: o.target, Source: "cgroup", FSType: "tmpfs", Flags: unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC}.Do()
	}
	return mount.Mount{Root: o.root, Target: o.target, Source: o.tree.Own, Flags: unix.MS_BIND}.Do()
}
