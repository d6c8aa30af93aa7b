// A container that its restart policy starts again: what a shim does that has seen the end of one (shim.AgainName).

package engine

import (
	"os"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// init is where this program begins and ends, before main.
func init() {
	const words = 3 // its name, the container, the state directory
	if len(os.Args) == words && os.Args[0] == shim.AgainName {
		New(os.Args[2]).startAgain(os.Args[1]) //nolint:errcheck // nobody listens; the record has the reason
		os.Exit(0)                             //nolint:forbidigo // a program of its own, which must never reach main
	}
}

// startAgain waits as long as the record says, and starts the container if that is still wanted. Who changes his mind meanwhile ends this
// process while he holds the lock.
func (e *Engine) startAgain(id string) error {
	r, err := e.store.Read(id)
	if err != nil {
		return err
	}
	time.Sleep(time.Until(r.State.Finished.Add(r.State.Delay)))
	l, err := e.store.Lock(id)
	if err != nil {
		return err
	}
	if self, err := record.Identify(os.Getpid()); err != nil || l.Record.State.Status != record.Restarting || l.Record.State.Shim != self {
		l.Unlock()
		return err
	}
	_, err = e.start(l, shim.Talk{})
	return err
}

// stay has a container that is Restarting stay as it has ended. The caller holds the lock, so that who waits is not about to start it.
func (e *Engine) stay(l *record.Locked) error {
	if err := killLeft(l.Record.State.Shim); err != nil {
		return on("stop", l.Record.Name, err)
	}
	l.Record.State.Stopped = true
	return l.Rest("")
}

// WithMachine starts the containers that are to run from the start of the machine on, by their restart policies, and returns those that it has
// started. done is called with each, and why it did not start.
func (e *Engine) WithMachine(done func(r record.Record, err error)) error {
	list, err := e.List()
	for _, r := range list {
		if r.WithMachine() {
			done(r, e.Start(r.ID, nil))
		}
	}
	return err
}

// SetRestart gives a container another restart policy, which counts when it ends the next time.
func (e *Engine) SetRestart(ref string, policy record.RestartPolicy) error {
	l, err := e.lock(ref)
	if err != nil {
		return err
	}
	defer l.Unlock()
	if l.Record.Remove {
		return on("update", ref, ErrNoRestart)
	}
	l.Record.Restart = policy
	if err := l.Save(); err != nil {
		return err
	}
	e.store.Tell(l.Record, "update")
	return nil
}
