package engine

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// Foreground is a container that this process stays with itself, in the place of a shim, and that dies with it. It is removed
// when it ends, has this process's own streams and no log, and so costs one process less and one small write: its record is
// for those who ask what runs.
type Foreground struct {
	engine    *Engine
	container sandbox.Container
	draft     *record.Draft
	record    record.Record
	config    Config
	process   *sandbox.Process
	wire      *network.Wire
	checks    *shim.Checks // of its health; nil if there are none
	attends   io.Closer    // as long as it is open, others know that we are there
}

// Foreground makes a container of a configuration with Remove. The caller calls Start next.
func (e *Engine) Foreground(c Config) (*Foreground, error) {
	f := &Foreground{engine: e, container: sandbox.Container{Spec: c.Spec, Init: c.Init, DefaultFilter: c.DefaultFilter, DieWithCaller: true}, config: c}
	var err error
	if f.draft, f.record, err = e.draft(c); err != nil {
		return nil, err
	}
	if err = makeOwnEtc(f.record, f.draft.Dir()); err != nil {
		f.draft.Abandon()
		return nil, err
	}
	e.store.Tell(f.record, "create")
	f.container.Scratch = f.record.Scratch
	return f, nil
}

// Start starts the container, as sandbox.Start does, and writes down that it runs. After an
// error it does not run, and the caller calls nothing further.
func (f *Foreground) Start(stdio sandbox.IO) (*sandbox.Process, error) {
	var err error
	if f.container.Spec, err = f.engine.connectedSpec(f.record, f.draft.Dir()); err != nil {
		return nil, f.notStarted(err)
	}
	if f.record.Network != nil {
		stdio.Connect = func(pid int) (err error) {
			f.wire, err = f.engine.Networks().Connect(f.record.Connection(), pid, f.draft.Dir(), stdio.Watch)
			return err
		}
	}
	process, err := sandbox.Start(f.container, stdio)
	if err != nil {
		return nil, f.notStarted(errors.Join(err, f.wire.Close()))
	}
	f.engine.say(f.wire.Words())
	f.process = process
	if err := f.started(process.Pid); err != nil {
		process.Signal(os.Kill) //nolint:errcheck // it may have ended by itself
		process.Wait()          //nolint:errcheck // reaped, whatever it says
		return nil, errors.Join(err, f.wire.Close())
	}
	f.checks = shim.CheckHealth(f.engine.state, f.record)
	return process, nil
}

func (f *Foreground) notStarted(err error) error {
	f.draft.Abandon()
	f.engine.store.Tell(f.record, "destroy")
	return err
}

func (f *Foreground) started(pid int) (err error) {
	if f.record.State, err = record.RunningNow(pid); err != nil {
		f.draft.Abandon()
		return err
	}
	l, err := f.draft.Commit(f.record)
	if err != nil {
		return err
	}
	defer l.Unlock()
	f.config.release()
	f.attends, err = l.Attend()
	return err
}

// End removes the container, which has ended.
func (f *Foreground) End(status int) error {
	defer f.attends.Close()
	f.checks.Stop()
	left := f.wire.Close() // told, and no reason not to write down that it has ended
	if _, err := f.engine.store.Finish(f.record.ID, status, f.process.OOM > 0); err != nil {
		return errors.Join(left, fmt.Errorf("write down the end: %w", err))
	}
	f.engine.sweepVolumes()
	return left
}

// OOM tells, after End, how many processes the kernel has killed for lack of memory.
func (f *Foreground) OOM() int { return f.process.OOM }
