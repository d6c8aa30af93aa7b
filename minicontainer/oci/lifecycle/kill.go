package lifecycle

import (
	"errors"
	"fmt"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

const sigkill = unix.SIGKILL

// Kill sends a signal to the container's first process, or, with all, to every process in its control group. The cause is
// ErrNotRunning where there is nobody to send it to.
func (s Store) Kill(id string, sig unix.Signal, all bool) error {
	c, err := s.Find(id)
	if err != nil {
		return err
	}
	if all {
		return c.killAll(sig)
	}
	err = c.signal(sig)
	if err != nil {
		return fmt.Errorf("kill %s: %w", id, err)
	}
	if sig == sigkill && c.sharesPIDs() {
		return c.killAll(sig) // nobody else ends the others with the first
	}
	return nil
}

func (c *Container) signal(sig unix.Signal) error {
	if !c.made {
		return ErrNotRunning
	}
	h, err := c.kept.Process.Open()
	if err == nil {
		defer h.Close()
		err = h.Signal(sig)
	}
	if errors.Is(err, os.ErrProcessDone) {
		return ErrNotRunning
	}
	if err == nil && sig == sigkill {
		c.thaw()
	}
	return err
}

// thaw wakes a paused container: on version 1 of control groups what is frozen does not even die.
func (c *Container) thaw() {
	if g, err := c.group(); err == nil && g.Frozen() {
		g.Thaw() //nolint:errcheck // the signal was sent; delete tells what is left
	}
}

// sharesPIDs tells whether the container has no PID namespace of its own.
func (c *Container) sharesPIDs() bool {
	spec, err := c.Spec()
	if err != nil || spec.Linux == nil {
		return false
	}
	for _, ns := range spec.Linux.Namespaces {
		if ns.Type == specs.PIDNamespace && ns.Path == "" {
			return false
		}
	}
	return true
}

// killAll signals each process of the group. With SIGKILL it returns when all have ended.
func (c *Container) killAll(sig unix.Signal) error {
	g, err := c.group()
	if errors.Is(err, ErrNoGroup) {
		return c.signal(sig)
	}
	if err != nil || !g.Exists() {
		return err
	}
	if sig == sigkill {
		return g.Kill()
	}
	return signalEach(g, sig)
}

func signalEach(g *cgroup.Group, sig unix.Signal) error {
	pids, err := g.Pids()
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if err := unix.Kill(pid, sig); err != nil && !errors.Is(err, unix.ESRCH) {
			return fmt.Errorf("signal process %d: %w", pid, err)
		}
	}
	return nil
}
