//go:build linux

// How run stays with its container.
//
//	-d            not at all: the container's shim does
//	--rm          in the place of a shim: a process less, and in nobody's way where the container has no log, nor a terminal
//	              that could be left
//	else          attached to the shim

package cli

import (
	"errors"
	"fmt"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// needsShim tells whether somebody could leave the container in the foreground, or come back to it.
func (f runFlags) needsShim() bool {
	return !f.remove || f.TTY || !f.sigProxy || len(f.attach) > 0
}

// runDetached prints the id of the container when that runs.
func (p *Program) runDetached(e *engine.Engine, c engine.Config, a Attachment) error {
	r, _, err := e.Run(c, shim.Talk{Watch: p.watch(a)})
	if err != nil {
		return err
	}
	return p.printID(r)
}

func (p *Program) printID(r record.Record) error {
	if _, err := fmt.Fprintln(p.Stdout, r.ID); err != nil {
		return &ExitError{1, fmt.Errorf("print id: %w", err)}
	}
	return nil
}

// runAttached stays with the container, which has a shim of its own and outlives us if it must.
func (p *Program) runAttached(e *engine.Engine, c engine.Config, f runFlags) (int, error) {
	s, err := p.newSession(e, c.ID, f.Attachment)
	if err != nil {
		return 0, err
	}
	s.tty, s.stdin, s.started, s.proxy = f.TTY, f.Interactive, true, f.sigProxy
	if len(f.attach) > 0 {
		s.stdin, s.stdout, s.stderr = f.Interactive, slices.Contains(f.attach, "stdout"), slices.Contains(f.attach, "stderr")
	}
	var r record.Record
	exit, err := s.attend(func(h shim.Hello) (client *shim.Client, err error) {
		r, client, err = e.Run(c, shim.Talk{Watch: p.watch(f.Attachment), Attach: &h})
		if err == nil && !s.stdout && !s.stderr {
			err = p.printID(r)
		}
		return client, err
	})
	switch {
	case errors.Is(err, errDetached):
		return exitOK, nil
	case err == nil:
		p.TellOOM(exit.OOM, c.Spec)
		p.dropVolumes(e, r)
	}
	return s.ended(exit, err)
}

// dropVolumes removes what has no name of a container that has removed itself.
func (p *Program) dropVolumes(e *engine.Engine, r record.Record) {
	if !r.Remove {
		return
	}
	if err := e.RemoveVolumesOf(r); err != nil {
		Report(p.Stderr, p.Name, err)
	}
}

// runForeground stays with the container in the place of a shim.
func (p *Program) runForeground(e *engine.Engine, c engine.Config, a Attachment) (int, error) {
	f, err := e.Foreground(c)
	if err != nil {
		return 0, err
	}
	started := false
	status, err := p.Attend(a, func(stdio sandbox.IO) (*sandbox.Process, error) {
		process, err := f.Start(stdio)
		started = err == nil
		return process, err
	})
	if started {
		if endErr := f.End(status); endErr != nil {
			Report(p.Stderr, p.Name, endErr)
		}
		p.TellOOM(f.OOM(), c.Spec)
	}
	return status, err
}

// TellOOM says how many processes of a container the kernel has killed for lack of memory, if there were any.
func (p *Program) TellOOM(processes int, s *specs.Spec) {
	if processes == 0 {
		return
	}
	what := "a process was"
	if processes > 1 {
		what = fmt.Sprintf("%d processes were", processes)
	}
	limit := "memory ran out"
	if m := s.Linux.Resources; m != nil && m.Memory != nil && m.Memory.Limit != nil && *m.Memory.Limit > 0 {
		limit = "the container had used up its " + FormatBytes(uint64(*m.Memory.Limit)) + " of memory (-m)" //nolint:gosec // not negative
	}
	fmt.Fprintln(p.Note(), what, "killed, as", limit) //nolint:errcheck // said as well as it can be
}
