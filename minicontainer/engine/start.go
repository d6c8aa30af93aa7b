package engine

import (
	"errors"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// Watch is told the name and the shell line of each step of making a container; see sandbox.IO.
type Watch func(name, line string)

// Create makes a container that does not run yet.
func (e *Engine) Create(c Config) (record.Record, error) {
	l, err := e.create(c)
	if err != nil {
		return record.Record{}, err
	}
	defer l.Unlock()
	return l.Record, nil
}

// Run makes a container and starts it. One that was made but does not start stays, created, unless it is to be removed.
// The caller closes the client that it has asked for.
func (e *Engine) Run(c Config, t shim.Talk) (record.Record, *shim.Client, error) {
	l, err := e.create(c)
	if err != nil {
		return record.Record{}, nil, err
	}
	r := l.Record
	client, err := e.start(l, t)
	return r, client, err
}

// Start starts a container detached. One that runs, or will in a moment, is left as it is.
func (e *Engine) Start(ref string, watch Watch) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	if l.Record.State.Up() {
		l.Unlock()
		return nil
	}
	_, err = e.start(l, shim.Talk{Watch: watch})
	return err
}

// StartAttached is Start for who stays with it; to one that runs it attaches. The caller closes the client.
func (e *Engine) StartAttached(ref string, h shim.Hello) (*shim.Client, error) {
	l, err := e.lock(ref)
	if err != nil {
		return nil, err
	}
	if r := l.Record; r.State.Up() {
		l.Unlock()
		if err := canAttach(r); err != nil {
			return nil, err
		}
		return e.attach(r, h)
	}
	return e.start(l, shim.Talk{Attach: &h})
}

// start ends the lock.
func (e *Engine) start(l *record.Locked, t shim.Talk) (*shim.Client, error) {
	c, files, err := e.container(l.Record)
	if err == nil {
		c.Spec, err = e.connectedSpec(l.Record, e.store.Dir(l.Record.ID))
	}
	if err != nil {
		return nil, notStarted(l, err)
	}
	defer files.Close()
	e.before("start shim")
	order := shim.Order{State: e.state, ID: l.Record.ID, Container: c}
	started, err := shim.Start(order, l, files.held(), t)
	if err != nil {
		return nil, notStarted(l, err)
	}
	e.say(started.Said)
	l.Unlock()
	return started.Client, nil
}

// container is what sandbox is to start, but for its connection. An image is opened anew for each start: its files are
// there as long as it is open, and those of the built-in one may be others when the program has been built anew.
func (e *Engine) container(r record.Record) (sandbox.Container, *Files, error) {
	c := sandbox.Container{Spec: r.Spec, Init: r.Init, DefaultFilter: r.DefaultFilter, DieWithCaller: true}
	if r.Scratch == nil {
		_, err := rootfs.Check(r.Spec.Root.Path)
		return c, nil, err
	}
	files, err := e.reopen(r)
	if err != nil {
		return c, nil, err
	}
	scratch := *r.Scratch
	if scratch.Lower, err = files.below.For(scratch); err != nil {
		files.Close()
		return c, nil, err
	}
	c.Scratch = &scratch
	return c, files, nil
}

// notStarted writes down why, as Docker does: the container stays, created or exited. It ends the lock.
func notStarted(l *record.Locked, err error) error {
	if l.Record.Remove {
		return errors.Join(err, l.Remove())
	}
	defer l.Unlock()
	const unmade = 125
	l.Record.State.ExitCode = unmade
	var exec *sandbox.ExecError
	if errors.As(err, &exec) {
		l.Record.State.ExitCode = exec.Code
	}
	l.Record.State.Reason = err.Error()
	if l.Record.State.Status == record.Restarting {
		return errors.Join(err, l.Rest(err.Error()))
	}
	return errors.Join(err, l.Save())
}
