//go:build linux

package grade

import (
	"errors"
	"fmt"
	"os"
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

// cageLimits lie behind those of the watchdog, which can say what went wrong.
var cageLimits = cgroup.Limits{Memory: fakehost.MaxMemory * 3 / 2, Pids: fakehost.MaxProcesses * 3 / 2}

const cagePrefix = "minicontainer-check-"

func newCage() (*cage, error) {
	group, err := cgroup.New(fmt.Sprintf("%s%d-%d", cagePrefix, os.Getpid(), cages.Add(1)), cageLimits)
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
	return c, nil
}

// sweepCages removes the groups of checks that were killed, and what still runs in them.
func sweepCages() error {
	group, err := plannedCage(cagePrefix + "0-0")
	if group == nil || err != nil {
		return err
	}
	names, err := group.Siblings()
	if err != nil {
		return err
	}
	var failed []error
	for _, name := range names {
		if !ownerGone(name, cagePrefix) {
			continue
		}
		left, err := plannedCage(name)
		if err == nil {
			err = left.Remove()
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// plannedCage is the group of that name, made or not; nil where there can be none.
func plannedCage(name string) (*cgroup.Group, error) {
	group, _, err := cgroup.Plan(name, cageLimits)
	var none *cgroup.Unavailable
	if errors.As(err, &none) {
		return nil, nil
	}
	return group, err
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
