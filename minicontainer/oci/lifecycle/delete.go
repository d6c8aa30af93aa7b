package lifecycle

import (
	"errors"
	"fmt"
	"os"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// deathTime is how long the kernel may take for a process that was killed.
const deathTime = 10 * time.Second

// Delete removes a container that has stopped; with force also one that has not, which it kills. Poststop hooks run
// last, and one that fails is told by warn. With force it is no error if there is no such container.
// Source: runtime-spec runtime.md, "Delete".
func (s Store) Delete(id string, force bool, warn func(error)) error {
	c, lock, err := s.lock(id)
	if errors.Is(err, ErrNotFound) && force {
		return nil
	}
	if err != nil {
		return err
	}
	defer lock.Close()
	if status := c.Status(); status != specs.StateStopped && !force && status != specs.StateCreating {
		return fmt.Errorf("delete %s: %w: it is %s", id, ErrNotStopped, status)
	}
	if err := c.end(); err != nil {
		return fmt.Errorf("delete %s: %w", id, err)
	}
	spec, err := c.Spec()
	if err != nil {
		spec = nil // whoever was to write it was killed
	}
	return c.remove(spec, warn)
}

// end kills the first process and returns when it has ended.
func (c *Container) end() error {
	h, err := c.kept.Process.Open()
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Signal(sigkill); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	c.thaw()
	if !h.Wait(deathTime) {
		return errors.New("it was killed, and waits in the kernel for something that does not come")
	}
	return nil
}

// remove takes away what is left of a container that has stopped: processes without a PID namespace of their own, the
// control group, and what is known of it.
func (c *Container) remove(spec *specs.Spec, warn func(error)) error {
	if g, err := c.leftGroup(spec); err == nil {
		if err := g.Remove(); err != nil {
			return fmt.Errorf("delete %s: %w", c.ID, err)
		}
	}
	return c.forget(spec, warn)
}

// forget runs the last hooks, and removes what is known of a container of which nothing is left.
func (c *Container) forget(spec *specs.Spec, warn func(error)) error {
	if spec != nil && spec.Hooks != nil {
		for _, h := range spec.Hooks.Poststop { // each, whatever the others do
			if err := sandbox.RunHooks("poststop", []specs.Hook{h}, c.stateText(specs.StateStopped, 0)); err != nil {
				warn(err)
			}
		}
	}
	return c.discard()
}
