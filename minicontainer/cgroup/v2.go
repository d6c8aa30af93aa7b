// Version 2: one tree, and a process is in one group of it.
//
// The group is one directory; place.go chooses where. clone3(2) starts a process in it
// (Linux 5.7), cgroup.kill ends all that is in it (Linux 5.14).

package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// v2 is a group's directory, the limits' controllers that the group will have,
// and those of them that its parent does not hand down yet.
type v2 struct {
	dir         string
	has, enable []string
}

// newV2 chooses the place; why tells in words why there is none.
func newV2(hierarchies []Hierarchy, name string, l Limits) (t v2, why string) {
	var need []string
	if l.Memory > 0 {
		need = append(need, "memory")
	}
	if l.Pids > 0 {
		need = append(need, "pids")
	}
	for _, h := range hierarchies {
		if h.Version == 2 {
			parent, enable, why := choose(h, need)
			return v2{dir: filepath.Join(parent, name), has: need, enable: enable}, why
		}
	}
	return v2{}, "not mounted"
}

func (t v2) dirs() []string { return []string{t.dir} }

func (t v2) steps(l Limits) []plan.Step {
	var steps []plan.Step
	if len(t.enable) > 0 {
		// It stays when the group goes: taking a controller away again would lift the
		// limits that others have set below the parent in the meantime.
		file := filepath.Join(filepath.Dir(t.dir), "cgroup.subtree_control")
		steps = append(steps, Value{File: file, Text: "+" + strings.Join(t.enable, " +")})
	}
	steps = append(steps, Dir{t.dir})
	if l.Memory > 0 {
		steps = append(steps,
			Value{File: filepath.Join(t.dir, "memory.max"), Text: strconv.FormatInt(l.Memory, 10)},
			// Swap is limited apart from memory here. None at all makes the limit one of both.
			Value{File: filepath.Join(t.dir, "memory.swap.max"), Text: "0", IfThere: true})
	}
	if l.Pids > 0 {
		steps = append(steps, Value{File: filepath.Join(t.dir, "pids.max"), Text: strconv.FormatInt(l.Pids, 10)})
	}
	if l.NoBlockDevices {
		steps = append(steps, DenyBlockDevices{t.dir})
	}
	return steps
}

// enter hands clone3(2) the directory (CLONE_INTO_CGROUP).
func (t v2) enter(attr *syscall.SysProcAttr) (release func(), err error) {
	fd, err := unix.Open(t.dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open control group %s: %w", t.dir, err)
	}
	attr.UseCgroupFD, attr.CgroupFD = true, fd
	return func() {
		attr.UseCgroupFD, attr.CgroupFD = false, 0
		unix.Close(fd)
	}, nil
}

func (t v2) end() error {
	err := Value{File: filepath.Join(t.dir, "cgroup.kill"), Text: "1"}.Do()
	if errors.Is(err, fs.ErrNotExist) {
		return errors.ErrUnsupported
	}
	return err
}

func (t v2) oomKills() (int, error) { return t.count("memory", "memory.events", "oom_kill") }

func (t v2) pidsRefused() (int, error) { return t.count("pids", "pids.events", "max") }

// count is 0 where nothing was limited: without the controller there is no such file.
func (t v2) count(controller, file, key string) (int, error) {
	if !slices.Contains(t.has, controller) {
		return 0, nil
	}
	return counter(filepath.Join(t.dir, file), key)
}
