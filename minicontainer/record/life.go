// What happens to a container, as its record tells it.

package record

import (
	"errors"
	"os"
	"time"
)

// Run writes down that the container's first process, pid, runs, and that this process waits for
// it.
func (l *Locked) Run(pid int) (err error) {
	if l.Record.State, err = RunningNow(pid); err != nil {
		return err
	}
	if err := l.Save(); err != nil {
		return err
	}
	l.store.Tell(l.Record, "start")
	return nil
}

// RunningNow is the state of a container whose first process is pid, a child of this process.
func RunningNow(pid int) (State, error) {
	process, err := Identify(pid)
	if err != nil {
		return State{}, err
	}
	shim, err := Identify(os.Getpid())
	if err != nil {
		return State{}, err
	}
	return State{Status: Running, Process: process, Shim: shim, Started: time.Now().UTC()}, nil
}

// Finish writes down how the container ended, or removes it if that is its wish. It is no
// error if somebody has removed it already.
func (s *Store) Finish(id string, status int, oomKilled bool) error {
	l, err := s.Lock(id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if l.Record.Remove {
		s.tellEnd(l.Record, status, oomKilled)
		return l.Remove()
	}
	defer l.Unlock()
	l.Record.State.OOMKilled = oomKilled
	return l.Exit(status, "")
}

// Exit writes down that the container has ended, and why if it is not the program's own doing.
func (l *Locked) Exit(status int, reason string) error {
	l.Record.State.Status = Exited
	l.Record.State.ExitCode = status
	l.Record.State.Reason = reason
	l.Record.State.Paused = false
	l.Record.State.Process, l.Record.State.Shim = Process{}, Process{}
	l.Record.State.Finished = time.Now().UTC()
	if err := l.Save(); err != nil {
		return err
	}
	l.store.tellEnd(l.Record, status, l.Record.State.OOMKilled)
	return nil
}
