//go:build linux

package grade

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// cage is the control group that a learner's program is held in, as far as the machine
// has one to give. The watchdog of the fake host stops a program earlier; these walls are for one
// that is quicker.
type cage struct {
	group *cgroup.Group // nil where there is none
	procs []*os.File
}

// cages counts the cages of this process, so that each has a name of its own.
var cages atomic.Int64

const cagePrefix = "minicontainer-check-"

func newCage() (*cage, error) {
	group, err := cgroup.New(fmt.Sprintf("%s%d-%d", cagePrefix, os.Getpid(), cages.Add(1)), cgroup.Limits{
		Memory: fakehost.MaxMemory * 3 / 2, Pids: fakehost.MaxProcesses * 3 / 2,
	})
	var none *cgroup.Unavailable
	if errors.As(err, &none) {
		return &cage{}, nil
	}
	if err != nil {
		return nil, err
	}
	c := &cage{group: group}
	if c.procs, err = group.Procs(); err != nil {
		return nil, errors.Join(err, group.Remove())
	}
	if err := group.Sweep(ownerGone); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

// ownerGone tells a group whose maker was killed.
func ownerGone(name string) bool {
	rest, ours := strings.CutPrefix(name, cagePrefix)
	pid, _, _ := strings.Cut(rest, "-")
	if _, err := strconv.Atoi(pid); !ours || err != nil {
		return false
	}
	_, err := os.Stat("/proc/" + pid)
	return errors.Is(err, os.ErrNotExist)
}

// breach is the limit that the kernel has enforced.
func (c *cage) breach() fakehost.Breach {
	if c.group == nil {
		return fakehost.NoBreach
	}
	if n, err := c.group.OOMKills(); err == nil && n > 0 {
		return fakehost.Memory
	}
	if n, err := c.group.PidsRefused(); err == nil && n > 0 {
		return fakehost.Processes
	}
	return fakehost.NoBreach
}

func (c *cage) remove() error {
	for _, f := range c.procs {
		f.Close()
	}
	if c.group == nil {
		return nil
	}
	if err := c.group.Remove(); err != nil {
		return fmt.Errorf("remove the fence: %w", err)
	}
	return nil
}
