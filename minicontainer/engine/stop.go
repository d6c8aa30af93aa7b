package engine

import (
	"errors"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Ending is how a container is asked to end. What it leaves open is as the container was made to be stopped.
type Ending struct {
	Signal unix.Signal    // 0: --stop-signal, else the image's STOPSIGNAL, else SIGTERM
	Grace  *time.Duration // until SIGKILL; record.ForEver for ever. nil: --stop-timeout, else ten seconds
}

// grace is how long Docker lets a container tidy up of which nothing else was said.
const grace = 10 * time.Second

// of fills in what was left open. A signal that is none, in an image that somebody else has built, is SIGTERM.
func (how Ending) of(r record.Record) (unix.Signal, time.Duration) {
	sig, wait := how.Signal, grace
	if sig == 0 {
		sig = syscalls.ParseSignal(r.StopSignal)
	}
	if sig == 0 {
		sig = unix.SIGTERM
	}
	switch {
	case how.Grace != nil:
		wait = *how.Grace
	case r.StopTimeout != nil:
		wait = Seconds(*r.StopTimeout)
	}
	return sig, wait
}

// Seconds is a time to wait as Docker's flags give it: a negative one is for ever.
func Seconds(n int) time.Duration {
	if n < 0 {
		return record.ForEver
	}
	return time.Duration(n) * time.Second
}

// deathTime is how long the kernel may take for a process that was killed, and its shim for
// the last lines of the log.
const deathTime = 10 * time.Second

// Stop asks the container to end, and ends it when the grace is over. One that does not run is left as it is, and one that waits to run again
// does not any more.
func (e *Engine) Stop(ref string, how Ending) error {
	r, err := e.toldToEnd(ref)
	if err != nil || r.State.Status == record.Exited || r.State.Status == record.Created {
		return err
	}
	if r.State.Status == record.Running {
		sig, wait := how.of(r)
		if err := e.end(r, sig, wait); err != nil {
			return err
		}
	}
	e.store.Tell(r, "stop")
	return nil
}

// toldToEnd writes down that somebody wants the container to end, so that its restart policy does not start it again, and returns what was
// known before.
func (e *Engine) toldToEnd(ref string) (record.Record, error) {
	r, err := e.Inspect(ref)
	if err != nil || !r.State.Up() || r.Restart.Name == "" {
		return r, err // of which nothing would come
	}
	l, err := e.lock(r.ID)
	if err != nil {
		return r, err
	}
	defer l.Unlock()
	r = l.Record
	switch r.State.Status {
	case record.Restarting:
		return r, e.stay(l)
	case record.Running:
		l.Record.State.Stopped = true
		return r, l.Save()
	}
	return r, nil
}

// Kill sends a signal. After SIGKILL it waits for the end. By that signal, and by the one that asks the container to end, it is told to: its
// restart policy does not start it again.
func (e *Engine) Kill(ref string, sig unix.Signal) error {
	r, err := e.Inspect(ref)
	if asked, _ := (Ending{}).of(r); err == nil && (sig == unix.SIGKILL || sig == asked) {
		r, err = e.toldToEnd(ref)
	}
	switch {
	case err != nil:
		return err
	case r.State.Status == record.Restarting:
		return nil // that it does not run again is all that can be done
	case r.State.Status != record.Running:
		return on("kill", ref, ErrNotRunning)
	case sig == unix.SIGKILL:
		return e.end(r, sig, deathTime)
	}
	h, err := r.State.Process.Open()
	if err == nil {
		defer h.Close()
		err = e.signal(h, r, sig)
	}
	if errors.Is(err, os.ErrProcessDone) {
		err = ErrNotRunning
	}
	if err != nil {
		return on("kill", ref, err)
	}
	return nil
}

// signal tells of it first: the shim may tell at once what comes of it.
func (e *Engine) signal(h *record.Handle, r record.Record, sig unix.Signal) error {
	e.store.Tell(r, "kill", "signal", strconv.Itoa(int(sig)))
	return h.Signal(sig)
}

// Restart stops the container and starts it again.
func (e *Engine) Restart(ref string, how Ending) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if r.Remove {
		return on("restart", ref, ErrNoRestart)
	}
	if err := e.Stop(r.ID, how); err != nil {
		return err
	}
	if err := e.Start(r.ID, nil); err != nil {
		return err
	}
	e.store.Tell(r, "restart")
	return nil
}

// Wait waits for the end of the container and returns its exit status. One that is about to run again is waited for until it has ended once more.
func (e *Engine) Wait(ref string) (int, error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return 0, err
	}
	for r.State.Status == record.Restarting {
		if r, err = e.startedAgain(r); err != nil {
			return 0, err
		}
	}
	if r.State.Status == record.Running {
		if exit, err := e.ended(r, record.ForEver); err == nil {
			return exit.Status, nil
		}
		if r, err = e.settled(r, record.ForEver); errors.Is(err, record.ErrNotFound) {
			return 0, on("wait for", ref, ErrRemoved)
		}
	}
	return r.State.ExitCode, err
}

// startedAgain waits until a container that is Restarting runs, or has been told to stay as it is, and returns what is known then.
func (e *Engine) startedAgain(r record.Record) (record.Record, error) {
	if err := awaitShim(r, record.ForEver); err != nil {
		return r, err
	}
	return e.Inspect(r.ID)
}

// Remove removes a container with all that it wrote; with force also one that runs, which it
// kills, however often somebody starts it meanwhile, and one whose record cannot be read.
func (e *Engine) Remove(ref string, force bool) error {
	for again := false; ; again = true {
		l, err := e.lock(ref)
		switch {
		case again && errors.Is(err, record.ErrNotFound):
			return nil // somebody else has removed it
		case err != nil:
			return e.removeUnreadable(ref, force, err)
		}
		if l.Record.State.Status == record.Restarting {
			if !force {
				l.Unlock()
				return on("remove", ref, ErrRestarting)
			}
			if err := e.stay(l); err != nil {
				l.Unlock()
				return err
			}
		}
		r := l.Record
		if r.State.Status != record.Running {
			e.before("remove container")
			return l.Remove()
		}
		l.Unlock()
		if !force {
			return on("remove", ref, ErrRunning)
		}
		if _, err := e.toldToEnd(r.ID); err != nil && !errors.Is(err, record.ErrNotFound) {
			return err
		}
		if err := e.end(r, unix.SIGKILL, deathTime); err != nil {
			return err
		}
		if r.Remove {
			return nil // it removed itself
		}
		ref = r.ID
	}
}

// removeUnreadable removes, with force, what is left of a container whose record cannot be read because of
// err. What a newer program wrote it leaves to that.
func (e *Engine) removeUnreadable(ref string, force bool, err error) error {
	id, findErr := e.store.Find(ref)
	if !force || findErr != nil || errors.Is(err, record.ErrNewer) {
		return err
	}
	if _, readErr := e.store.Read(id); readErr == nil {
		return err // it was something else
	}
	if err := errors.Join(e.killShim(id), removeGroup(GroupPath(e.state, id)[1:]), e.Networks().Disconnect(id)); err != nil {
		return err
	}
	return e.store.Discard(id)
}

// killShim ends the shim of a container, and with it the container, where no record tells of them.
func (e *Engine) killShim(id string) error {
	shims, err := shim.Find(e.state)
	if err != nil {
		return err
	}
	for _, s := range shims {
		if s.ID == id {
			err = errors.Join(err, killLeft(s.Process))
		}
	}
	return err
}

// end sends the signal, and SIGKILL when the grace is over, and returns when the record
// says that the container has ended.
func (e *Engine) end(r record.Record, sig unix.Signal, grace time.Duration) error {
	h, err := r.State.Process.Open()
	if err == nil {
		defer h.Close()
		err = endProcess(h, sig, grace, func(sig unix.Signal) error {
			err := e.signal(h, r, sig)
			e.thaw(r) // a process that stands still is to wake up to it
			return err
		})
	}
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return on("stop", r.Name, err)
	}
	now, err := e.settled(r, deathTime)
	switch {
	case errors.Is(err, record.ErrNotFound):
		return nil
	case err == nil && now.State.Status == record.Running && now.State.Process == r.State.Process:
		return on("stop", r.Name, errShimStuck)
	}
	return err
}

// errShimStuck is told of a shim that somebody has stopped (SIGSTOP), say.
var errShimStuck = errors.New("its processes are in another PID namespace, or its shim does not write down that they have ended")

// endProcess sends the signal, and SIGKILL to a process that takes too long.
func endProcess(h *record.Handle, sig unix.Signal, grace time.Duration, send func(unix.Signal) error) error {
	if err := send(sig); err != nil {
		return err
	}
	if h.Wait(grace) {
		return nil
	}
	if err := send(unix.SIGKILL); err != nil {
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
	switch _, err := e.ended(r, patience); {
	case err == nil:
		patience = leaveTime
	case errors.Is(err, os.ErrDeadlineExceeded):
		patience = 0
	}
	if err := awaitShim(r, patience); err != nil {
		return r, err
	}
	now, err := e.store.Read(r.ID)
	if err != nil {
		return r, err
	}
	return e.truth(now)
}

// leaveTime is how long a shim that has told the end may take to leave: it stays as long as somebody reads what the container
// has printed.
const leaveTime = time.Second

// awaitShim waits for the end of who waits for the container: its shim, or a command with the container in its foreground.
func awaitShim(r record.Record, patience time.Duration) error {
	h, err := r.State.Shim.Open()
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	if err == nil {
		h.Wait(patience)
		h.Close()
	}
	return err
}
