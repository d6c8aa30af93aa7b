package lifecycle

import (
	"fmt"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// relock is lock for a container that is known.
func (c *Container) relock() (*os.File, error) {
	dir, err := os.Open(c.dir())
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", c.ID, ErrNotFound)
	}
	if err := syscalls.Flock(dir, unix.LOCK_EX); err != nil {
		dir.Close()
		return nil, err
	}
	if !syscalls.StillNamed(dir, c.dir()) {
		dir.Close()
		return nil, fmt.Errorf("find %s: %w", c.ID, ErrNotFound)
	}
	return dir, nil
}

// leftGroup is the group also of a container of which no state was written.
func (c *Container) leftGroup(spec *specs.Spec) (*cgroup.Group, error) {
	if c.kept.Group == "" && spec != nil && spec.Linux != nil && spec.Linux.CgroupsPath != "" {
		return cgroup.Find(sandbox.GroupRequest(spec).Path)
	}
	return c.group()
}

// running finds a container that has a process and a group.
func (s Store) running(verb, id string) (*Container, *cgroup.Group, error) {
	c, err := s.Find(id)
	if err != nil {
		return nil, nil, err
	}
	if status := c.Status(); status == specs.StateStopped || status == specs.StateCreating {
		return nil, nil, fmt.Errorf("%s %s: %w", verb, id, ErrNotRunning)
	}
	g, err := c.group()
	if err != nil {
		return nil, nil, fmt.Errorf("%s %s: %w", verb, id, err)
	}
	return c, g, nil
}

// Pause stops every process of the container, wherever it is in its program.
func (s Store) Pause(id string) error {
	c, g, err := s.running("pause", id)
	if err != nil {
		return err
	}
	if c.Status() == specs.StateCreated {
		return fmt.Errorf("pause %s: %w", id, ErrNotRunning)
	}
	return g.Freeze()
}

// Resume lets them go on.
func (s Store) Resume(id string) error {
	_, g, err := s.running("resume", id)
	if err != nil {
		return err
	}
	if !g.Frozen() {
		return fmt.Errorf("resume %s: the container is not paused", id)
	}
	return g.Thaw()
}

// Update changes limits. What the resources do not name stays as it is.
func (s Store) Update(id string, r *specs.LinuxResources) error {
	_, g, err := s.running("update", id)
	if err != nil {
		return err
	}
	steps, err := g.Set(withoutZeros(r))
	if err != nil {
		return fmt.Errorf("update %s: %w", id, err)
	}
	return plan.Run(steps, nil)
}

// Pids are the processes of the container as the host numbers them.
func (s Store) Pids(id string) ([]int, error) {
	_, g, err := s.running("list processes of", id)
	if err != nil {
		return nil, err
	}
	return g.Pids()
}

// Usage is what the container uses of the machine.
func (s Store) Usage(id string) (cgroup.Usage, error) {
	_, g, err := s.running("measure", id)
	if err != nil {
		return cgroup.Usage{}, err
	}
	return g.Usage()
}

// List is all containers, in the order of their ids. What cannot be read is left out.
func (s Store) List() ([]*Container, error) {
	entries, err := os.ReadDir(s.root)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	var list []*Container
	for _, e := range entries {
		if c, err := s.Find(e.Name()); err == nil {
			list = append(list, c)
		}
	}
	return list, nil
}
