// Version 1: a tree for each controller, and a process is in one group of each.
//
// The group is a directory of the same name in up to three trees, below this process's
// own group of each. There is no way to start a process in a group: a thread moves
// there and starts it, and the child inherits.

package cgroup

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// v1 is a group's directory in each tree, "" where it needs none. There is always
// one for pids: without it, killing everything could lose the race against a fork bomb.
type v1 struct{ pids, memory, devices string }

// newV1 chooses the place; why tells in words why there is none.
func newV1(hierarchies []Hierarchy, name string, l Limits) (t v1, why string) {
	wanted := []struct {
		controller string
		needed     bool
		dir        *string
	}{
		{"pids", true, &t.pids},
		{"memory", l.Memory > 0, &t.memory},
		{"devices", l.NoBlockDevices, &t.devices},
	}
	for _, w := range wanted {
		if !w.needed {
			continue
		}
		i := slices.IndexFunc(hierarchies, func(h Hierarchy) bool {
			return h.Version == 1 && slices.Contains(h.Controllers, w.controller)
		})
		if i < 0 {
			return v1{}, "no " + w.controller + " controller is mounted"
		}
		if !mayMakeIn(hierarchies[i].Own) {
			return v1{}, hierarchies[i].Own + ": may not be written"
		}
		*w.dir = filepath.Join(hierarchies[i].Own, name)
	}
	return t, ""
}

// dirs has each directory once: two controllers may share a tree.
func (t v1) dirs() []string {
	var dirs []string
	for _, dir := range []string{t.pids, t.memory, t.devices} {
		if dir != "" && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

func (t v1) steps(l Limits) []plan.Step {
	var steps []plan.Step
	for _, dir := range t.dirs() {
		steps = append(steps, Dir{dir})
	}
	if l.Memory > 0 {
		steps = append(steps, t.memorySteps(strconv.FormatInt(l.Memory, 10))...)
	}
	if l.Pids > 0 {
		steps = append(steps, Value{File: filepath.Join(t.pids, "pids.max"), Text: strconv.FormatInt(l.Pids, 10)})
	}
	if l.NoBlockDevices {
		// b: block; *:*: whatever major and minor number; read, write, mknod.
		steps = append(steps, Value{File: filepath.Join(t.devices, "devices.deny"), Text: "b *:* rwm"})
	}
	return steps
}

func (t v1) memorySteps(limit string) []plan.Step {
	return []plan.Step{
		Value{File: filepath.Join(t.memory, "memory.limit_in_bytes"), Text: limit},
		// memory + swap. It may never be the smaller of the two, so it is lowered second.
		Value{File: filepath.Join(t.memory, "memory.memsw.limit_in_bytes"), Text: limit, IfThere: true},
		// A group takes over from its parent whether to stop programs rather than kill
		// them, and would hang forever.
		Value{File: filepath.Join(t.memory, "memory.oom_control"), Text: "0", IfThere: true},
	}
}

var errFirstThread = errors.New("enter control group: the process's first thread may not, because it cannot end before the process")

// enter moves the calling thread. The file is called tasks: cgroup.procs would take
// the whole process along.
func (t v1) enter(*syscall.SysProcAttr) (release func(), err error) {
	if unix.Gettid() == unix.Getpid() {
		return nil, errFirstThread
	}
	for _, dir := range t.dirs() {
		if err := (Value{File: filepath.Join(dir, "tasks"), Text: strconv.Itoa(unix.Gettid())}).Do(); err != nil {
			return nil, err
		}
	}
	return func() {}, nil
}

func (t v1) end() error { return errors.ErrUnsupported }

func (t v1) oomKills() (int, error) {
	if t.memory == "" {
		return 0, nil
	}
	return counter(filepath.Join(t.memory, "memory.oom_control"), "oom_kill")
}

func (t v1) pidsRefused() (int, error) {
	return counter(filepath.Join(t.pids, "pids.events"), "max")
}
