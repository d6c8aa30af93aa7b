package engine

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Grace is how long Docker lets a container tidy up after SIGTERM.
const Grace = 10 * time.Second

// deathTime is how long the kernel may take for a process that was killed, and its shim for
// the last lines of the log.
const deathTime = 10 * time.Second

// Stop asks the container to end (SIGTERM), and ends it when the grace is over. A grace of
// record.ForEver waits for ever. One that does not run is left as it is.
func (e *Engine) Stop(ref string, grace time.Duration) error {
	r, err := e.Inspect(ref)
	if err != nil || r.State.Status != record.Running {
		return err
	}
	return e.end(r, unix.SIGTERM, grace)
}

// Kill sends a signal. After SIGKILL it waits for the end.
func (e *Engine) Kill(ref string, sig unix.Signal) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if r.State.Status != record.Running {
		return on("kill", ref, ErrNotRunning)
	}
	if sig == unix.SIGKILL {
		return e.end(r, sig, deathTime)
	}
	h, err := r.State.Process.Open()
	if err == nil {
		defer h.Close()
		err = h.Signal(sig)
	}
	if errors.Is(err, os.ErrProcessDone) {
		err = ErrNotRunning
	}
	if err != nil {
		return on("kill", ref, err)
	}
	return nil
}

// Restart stops the container and starts it again.
func (e *Engine) Restart(ref string, grace time.Duration) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if r.Remove {
		return on("restart", ref, ErrNoRestart)
	}
	if err := e.Stop(r.ID, grace); err != nil {
		return err
	}
	return e.Start(r.ID, nil)
}

// Wait waits for the end of the container and returns its exit status.
func (e *Engine) Wait(ref string) (int, error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return 0, err
	}
	if r.State.Status == record.Running {
		if r, err = e.settled(r, record.ForEver); errors.Is(err, record.ErrNotFound) {
			return 0, on("wait for", ref, ErrRemoved)
		}
	}
	return r.State.ExitCode, err
}

// Remove removes a container with all that it wrote; with force also one that runs, which it
// kills.
func (e *Engine) Remove(ref string, force bool) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if r.State.Status == record.Running {
		if !force {
			return on("remove", ref, ErrRunning)
		}
		if err := e.end(r, unix.SIGKILL, deathTime); err != nil {
			return err
		}
	}
	l, err := e.store.Lock(r.ID)
	if errors.Is(err, record.ErrNotFound) {
		return nil // it removed itself
	}
	if err != nil {
		return err
	}
	if l.Record.State.Status == record.Running {
		l.Unlock()
		return on("remove", ref, ErrRunning) // somebody has started it again
	}
	e.before("remove container")
	return l.Remove()
}

// end sends the signal, and SIGKILL when the grace is over, and returns when the record
// says that the container has ended.
func (e *Engine) end(r record.Record, sig unix.Signal, grace time.Duration) error {
	h, err := r.State.Process.Open()
	if err == nil {
		defer h.Close()
		err = endProcess(h, sig, grace)
	}
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return on("stop", r.Name, err)
	}
	_, err = e.settled(r, deathTime)
	if errors.Is(err, record.ErrNotFound) {
		return nil
	}
	return err
}

func endProcess(h *record.Handle, sig unix.Signal, grace time.Duration) error {
	if err := h.Signal(sig); err != nil {
		return err
	}
	if h.Wait(grace) {
		return nil
	}
	if err := h.Signal(unix.SIGKILL); err != nil {
		return err
	}
	if !h.Wait(deathTime) {
		return errors.New("it was killed, and waits in the kernel for something that does not come")
	}
	return nil
}

// settled waits until who waits for the container has written down its end, and returns what is
// known then.
func (e *Engine) settled(r record.Record, patience time.Duration) (record.Record, error) {
	h, err := r.State.Shim.Open()
	if err == nil {
		h.Wait(patience)
		h.Close()
	} else if !errors.Is(err, os.ErrProcessDone) {
		return r, err
	}
	now, err := e.store.Read(r.ID)
	if err != nil {
		return r, err
	}
	return e.truth(now)
}
