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
	before := l.Record.State
	if l.Record.State, err = RunningNow(pid); err != nil {
		return err
	}
	if before.Status == Restarting {
		l.Record.State.Restarts, l.Record.State.Delay = before.Restarts+1, before.Delay
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
// error if somebody has removed it already. Where its restart policy says so it is Restarting then, and again tells this process,
// which is to start it again.
func (s *Store) Finish(id string, status int, oomKilled bool) (again bool, err error) {
	l, err := s.Lock(id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if l.Record.Remove {
		s.tellEnd(l.Record, status, oomKilled)
		return false, l.Remove()
	}
	defer l.Unlock()
	l.Record.State.OOMKilled = oomKilled
	if !l.Record.State.Stopped && l.Record.again(status) {
		return true, l.exit(Restarting, status, "")
	}
	return false, l.Exit(status, "")
}

// Exit writes down that the container has ended, and why if it is not the program's own doing.
func (l *Locked) Exit(status int, reason string) error { return l.exit(Exited, status, reason) }

func (l *Locked) exit(then Status, status int, reason string) error {
	state := &l.Record.State
	state.Status, state.ExitCode, state.Reason = then, status, reason
	state.Process, state.Paused = Process{}, false
	state.Finished = time.Now().UTC()
	if then == Restarting {
		state.Delay = nextDelay(state.Delay, state.Finished.Sub(state.Started))
	} else {
		state.Shim = Process{}
	}
	if err := l.Save(); err != nil {
		return err
	}
	l.store.tellEnd(l.Record, status, l.Record.State.OOMKilled)
	return nil
}

// Rest writes down that a container that was Restarting is not started again, and why: it stays as it has ended.
func (l *Locked) Rest(reason string) error {
	l.Record.State.Status, l.Record.State.Reason, l.Record.State.Shim = Exited, reason, Process{}
	return l.Save()
}
