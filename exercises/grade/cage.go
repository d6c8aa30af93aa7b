//go:build linux

package grade

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// cage is the control group that a learner's program is held in, as far as the machine
// has one to give. The watchdog of the fake host stops a program earlier; these walls are for one
// that is quicker.
type cage struct {
	group *cgroup.Group // nil where there is none
	procs []*os.File
	lent  *loan // the groups below it that the fake host may use, if the exercise asks for them
}

// cages counts the cages of this process, so that each has a name of its own.
var cages atomic.Int64

// cageLimits lie behind those of the watchdog, which can say what went wrong.
func cageLimits() *specs.LinuxResources {
	memory := int64(fakehost.MaxMemory * 3 / 2)
	l := &specs.LinuxResources{
		Memory: &specs.LinuxMemory{Limit: &memory},
		Pids:   &specs.LinuxPids{Limit: fakehost.MaxProcesses * 3 / 2},
	}
	if cgroup.CountsSwap() {
		l.Memory.Swap = &memory
	}
	return l
}

const cagePrefix = "minicontainer-check-"

// newCage makes the cage. If groups are to be lent, there has to be one.
func newCage(lend bool, to owner) (*cage, error) {
	group, err := cgroup.New(cgroup.Request{
		Path: fmt.Sprintf("%s%d-%d", cagePrefix, os.Getpid(), cages.Add(1)), Beside: true, Limits: cageLimits(),
	})
	var none *cgroup.Unavailable
	if errors.As(err, &none) && !lend {
		return &cage{}, nil
	}
	if err != nil {
		return nil, err
	}
	c := &cage{group: group}
	if c.procs, err = group.Procs(); err == nil && lend {
		err = c.lend(to)
	}
	if err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

// files are what the judge finds open to put a process into the cage.
func (c *cage) files() []*os.File {
	if c.lent != nil {
		return c.lent.files()
	}
	return c.procs
}

// sweepCages removes the groups of checks that were killed, and what still runs in them.
func sweepCages() error {
	names, err := cgroup.Left(cagePrefix)
	if err != nil {
		return err
	}
	var failed []error
	for _, name := range names {
		if !ownerGone(name, cagePrefix) {
			continue
		}
		left, err := cgroup.Find(name)
		if err == nil {
			lent, listed := leftLoan(name)
			err = errors.Join(listed, lent.thaw(), left.Kill(), lent.remove(), left.Remove())
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// breach is the limit that the kernel has enforced.
func (c *cage) breach() fakehost.Breach {
	if c.group == nil {
		return fakehost.NoBreach
	}
	if c.lent != nil {
		return fakehost.NoBreach // the kernel counts what the answer's own groups have met along with it: the watchdog tells
	}
	switch used, err := c.group.Usage(); {
	case err == nil && used.OOMKills > 0:
		return fakehost.Memory
	case err == nil && used.PidsRefused > 0:
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
	if err := errors.Join(c.lent.thaw(), c.group.Kill(), c.lent.remove(), c.group.Remove()); err != nil {
		return fmt.Errorf("remove the fence: %w", err)
	}
	return nil
}
