// Attached: who sees what a container prints, and types what it reads.

package engine

import (
	"errors"
	"os"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// CanAttach is what is known of a container to which one can attach now. Causes of errors are running's, and ErrPaused.
func (e *Engine) CanAttach(ref string) (record.Record, error) {
	r, err := e.Inspect(ref)
	if err == nil {
		err = canAttach(r)
	}
	return r, err
}

func canAttach(r record.Record) error {
	if err := running("attach to", r); err != nil || !r.State.Paused {
		return err
	}
	return on("attach to", r.Name, ErrPaused)
}

// Attach attaches to a container that runs. The caller closes the client, after which the container goes on. Causes of errors are
// CanAttach's, and ErrForeground.
func (e *Engine) Attach(ref string, h shim.Hello) (*shim.Client, error) {
	r, err := e.CanAttach(ref)
	if err != nil {
		return nil, err
	}
	return e.attach(r, h)
}

func (e *Engine) attach(r record.Record, h shim.Hello) (*shim.Client, error) {
	client, err := shim.Attach(e.store.Dir(r.ID), h)
	if errors.Is(err, shim.ErrNobody) {
		err = ErrForeground
		if now, readErr := e.store.Read(r.ID); readErr != nil || now.State.Process != r.State.Process {
			err = ErrNotRunning // it has ended in this moment
		}
	}
	if err != nil {
		return nil, on("attach to", r.Name, err)
	}
	return client, nil
}

// ended waits until the end of the container is written down, and returns how it has ended. The error is
// os.ErrDeadlineExceeded when the patience is over, and shim.ErrNobody if no shim is there to tell: it has ended before, or runs in
// the foreground of a command.
func (e *Engine) ended(r record.Record, patience time.Duration) (shim.Exit, error) {
	client, err := shim.Attach(e.store.Dir(r.ID), shim.Hello{})
	if errors.Is(err, os.ErrNotExist) {
		err = shim.ErrNobody
	}
	if err != nil {
		return shim.Exit{}, err
	}
	defer client.Close()
	return client.WaitExit(patience)
}
