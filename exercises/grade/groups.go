//go:build linux

package grade

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// The control groups of the fake host, for exercises with Groups. A group is named as /proc/PID/cgroup names
// it there: "/web" is directly below the top.

// Tree is the hierarchy of the fake host in which groups have the controller; if there is none, the check ends
// with the finding that the machine lacks it.
func (b *Bench) Tree(controller string) fakehost.Tree {
	t, ok := b.Host.Tree(controller)
	if !ok {
		panic(lacking{controller})
	}
	return t
}

// lacking ends a Grade function on a machine without a controller.
type lacking struct{ controller string }

func (l lacking) finding() Finding { return Cannot(noController, l.controller) }

var noController = Text{
	"this check needs control groups with the %[1]s controller, and this machine lends none. `workshop doctor` tells what there is.",
	"이 검사에는 %[1]s 컨트롤러가 있는 컨트롤 그룹이 필요한데, 이 머신에는 없어요. 무엇이 있는지는 `workshop doctor`가 알려 줘요.",
}

var noGroups = Text{
	"this check makes control groups: %[1]s. In a container, it needs one whose /sys/fs/cgroup may be written (--privileged).",
	"이 검사는 컨트롤 그룹을 만드는데, 이 머신에서는 만들 수 없어요(%[1]s). 컨테이너 안이라면 /sys/fs/cgroup에 쓸 수 있는 컨테이너여야 해요(--privileged).",
}

// GroupFile is a file of a group, trimmed; "" and false if it cannot be read.
func (b *Bench) GroupFile(t fakehost.Tree, group, name string) (string, bool) {
	text, err := os.ReadFile(filepath.Join(b.Host.Top(t), group, name))
	return strings.TrimSpace(string(text)), err == nil
}

// Groups are the groups of a tree below its top, without the one that the fake host is in, those above first.
func (b *Bench) Groups(t fakehost.Tree) []string {
	top := b.Host.Top(t)
	var groups []string
	filepath.WalkDir(top+"/.", func(path string, d os.DirEntry, err error) error { //nolint:errcheck // what cannot be read is gone
		if err == nil && d.IsDir() && path != top+"/." {
			groups = append(groups, strings.TrimPrefix(path, top))
		}
		return nil
	})
	return slices.DeleteFunc(groups, func(group string) bool { return group == "/"+fakehost.Leaf })
}

// AllGroups are the groups of all trees, each as the path of its directory.
func (b *Bench) AllGroups() []string {
	var all []string
	for _, t := range b.Host.Trees() {
		for _, group := range b.Groups(t) {
			all = append(all, t.Point+group)
		}
	}
	return all
}

// File is the name of a file in the version that a tree has.
func File(t fakehost.Tree, v1, v2 string) string {
	if t.Version == 1 {
		return v1
	}
	return v2
}

// GroupFiles are the files that a limit is in.
type GroupFiles struct{ Controller, V1, V2 string }

// The limits that have one file in each version.
var (
	MemoryLimit = GroupFiles{"memory", "memory.limit_in_bytes", "memory.max"}
	PidsLimit   = GroupFiles{"pids", "pids.max", "pids.max"}
)

// In is the file's name in a tree.
func (g GroupFiles) In(t fakehost.Tree) string { return File(t, g.V1, g.V2) }

// Unlimited stands for a limit that is none: max, -1 or, for memory in version 1, more than there can be.
const Unlimited = int64(-1)

// Limit is the smallest limit that holds in a group, its own or one of a group above it.
func (b *Bench) Limit(g GroupFiles, t fakehost.Tree, group string) int64 {
	least := Unlimited
	for ; len(group) > 1; group = filepath.Dir(group) {
		text, _ := b.GroupFile(t, group, g.In(t))
		if n := limitOf(text); n != Unlimited && (least == Unlimited || n < least) {
			least = n
		}
	}
	return least
}

func limitOf(text string) int64 {
	const noneInVersion1 = 1 << 62
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > noneInVersion1 {
		return Unlimited
	}
	return n
}

// IsIn tells whether a process is in a group of that name, or in one below it.
func (b *Bench) IsIn(p fakehost.Process, t fakehost.Tree, name string) bool {
	return slices.Contains(strings.Split(b.Host.Group(p, t), "/"), name)
}

// HasGroup tells whether there is a group of that name.
func (b *Bench) HasGroup(t fakehost.Tree, name string) bool {
	return slices.ContainsFunc(b.Groups(t), func(group string) bool { return filepath.Base(group) == name })
}
