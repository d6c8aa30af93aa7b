package lifecycle

import (
	"errors"
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// Start has a container that was created run its program. A poststart hook that fails is told by warn, and changes
// nothing: the program runs. Source: runtime-spec runtime.md, "Start", and "Lifecycle", step 9.
func (s Store) Start(id string, warn func(error)) error {
	c, lock, err := s.lock(id)
	if err != nil {
		return err
	}
	defer lock.Close()
	if c.Status() != specs.StateCreated {
		return fmt.Errorf("start %s: %w", id, ErrNotCreated)
	}
	err = sandbox.OpenGate(c.dir())
	if errors.Is(err, sandbox.ErrNoGate) {
		err = ErrNotCreated
	}
	if err != nil {
		return fmt.Errorf("start %s: %w", id, err)
	}
	spec, err := c.Spec()
	if err != nil {
		return err
	}
	c.poststart(spec, warn)
	return nil
}

func (c *Container) poststart(spec *specs.Spec, warn func(error)) {
	if spec.Hooks == nil || len(spec.Hooks.Poststart) == 0 {
		return
	}
	if err := sandbox.RunHooks("poststart", spec.Hooks.Poststart, c.stateText(specs.StateRunning, c.kept.Process.PID)); err != nil {
		warn(err)
	}
}

// Running is a container that this process waits for.
type Running struct {
	container *Container
	process   *sandbox.Process
	spec      *specs.Spec
}

// Run makes the container and starts its program. The caller calls Wait next; the container ends with the calling thread. After an
// error there is none.
func (s Store) Run(id string, b *Bundle, o Options) (*Running, error) {
	c, lock, err := s.draft(id, b, o.Warn)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	spec := b.Spec
	p, err := sandbox.Start(sandbox.Container{Spec: spec, DieWithCaller: true, NewKeyring: !o.KeepKeyring}, c.stdio(nil, o))
	if err != nil {
		return nil, errors.Join(err, c.forget(spec, o.Warn))
	}
	err = c.created(p.Pid, o)
	if err == nil {
		err = o.serve(p)
	}
	if err != nil {
		p.Signal(sigkill) //nolint:errcheck // it may have ended
		p.Wait()          //nolint:errcheck // reaped, whatever it says
		return nil, errors.Join(err, c.forget(spec, o.Warn))
	}
	c.poststart(spec, o.Warn)
	return &Running{c, p, spec}, nil
}

// Process is the container's first.
func (r *Running) Process() *sandbox.Process { return r.process }

// Wait waits for the end, removes the container unless it is to be kept, and returns its exit status as sandbox.Process.Wait does.
func (r *Running) Wait(keep bool, warn func(error)) (int, error) {
	status, err := r.process.Wait()
	if keep {
		return status, err
	}
	lock, lockErr := r.container.relock()
	if errors.Is(lockErr, ErrNotFound) {
		return status, err // somebody else has removed it
	}
	if lockErr != nil {
		return status, errors.Join(err, lockErr)
	}
	defer lock.Close()
	if err == nil {
		return status, r.container.forget(r.spec, warn) // its group is gone
	}
	return status, errors.Join(err, r.container.remove(r.spec, warn))
}
