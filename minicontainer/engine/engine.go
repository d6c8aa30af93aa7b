package engine

import (
	"errors"
	"fmt"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Engine works on the containers below one state directory. Any number of processes may work
// on the same one.
type Engine struct {
	// Before, if set, is called before each step that changes something, with its name; the
	// tests kill the program there.
	Before func(step string)

	// Say, if set, is called with a line for the person: about what was found on the machine and put right.
	Say func(line string)

	state string
	store *record.Store
}

// New returns the engine of a state directory, which need not exist yet.
func New(state string) *Engine { return &Engine{state: state, store: record.Open(state)} }

func (e *Engine) before(step string) {
	if e.Before != nil {
		e.Before(step)
	}
}

func (e *Engine) say(lines []string) {
	for _, line := range lines {
		if e.Say != nil {
			e.Say(line)
		}
	}
}

// Causes of errors. Those about names are package record's.
var (
	ErrRunning    = errors.New("the container is running")
	ErrNotRunning = errors.New("the container is not running")
	ErrRestarting = errors.New("the container is about to be started again")
	ErrRemoved    = errors.New("the container removed itself when it ended (--rm), and its exit status with it")
	ErrNoRestart  = errors.New("the container removes itself when it ends (--rm)")
	ErrNoLog      = errors.New("a container that runs in the foreground with --rm has no log")
	ErrLogNone    = errors.New("it was made with --log-driver none: nothing is kept of what it prints")
	ErrPaused     = errors.New("the container is paused")
	ErrNotPaused  = errors.New("the container is not paused")
	ErrNoGroup    = errors.New("the container has no control group of its own")
	ErrNoImage    = errors.New("it was made of a directory, not of an image")
	ErrInMemory   = errors.New("a container with --rm keeps in memory what it writes, and nobody else can see it")
	ErrForeground = errors.New("it runs in the foreground of the command that started it (run --rm), to which its streams belong")
	ErrNotText    = errors.New("it is not UTF-8, and what is kept of a container is")
)

// Inspect is what is known of the container that ref names: by id, name, or the beginning of the id.
func (e *Engine) Inspect(ref string) (record.Record, error) {
	e.sweep()
	id, err := e.store.Find(ref)
	if err != nil {
		return record.Record{}, err
	}
	r, err := e.store.Read(id)
	if err != nil {
		return r, err
	}
	return e.truth(r)
}

// List is all containers, the youngest first. Records that cannot be read are left out, and
// are in the error.
func (e *Engine) List() ([]record.Record, error) {
	e.sweep()
	ids, err := e.store.IDs()
	if err != nil {
		return nil, err
	}
	var list []record.Record
	var unreadable []error
	for _, id := range ids {
		r, err := e.store.Read(id)
		if err == nil {
			r, err = e.truth(r)
		}
		switch {
		case err == nil:
			list = append(list, r)
		case !errors.Is(err, record.ErrNotFound): // gone between two looks
			unreadable = append(unreadable, err)
		}
	}
	youngestFirst(list)
	return list, errors.Join(unreadable...)
}

// Health is what the health checks of a container have found; nil if there are none, or it never ran.
func (e *Engine) Health(r record.Record) *record.Health { return e.store.Health(r) }

// Dir is the directory in which a container's files are.
func (e *Engine) Dir(id string) string { return e.store.Dir(id) }

// on gives an error its verb and its object.
func on(verb, ref string, cause error) error { return fmt.Errorf("%s %s: %w", verb, ref, cause) }

// running makes sure that the container runs. Causes of the error are ErrNotRunning and ErrRestarting.
func running(verb string, r record.Record) error {
	switch r.State.Status {
	case record.Running:
		return nil
	case record.Restarting:
		return on(verb, r.Name, ErrRestarting)
	}
	return on(verb, r.Name, ErrNotRunning)
}

// Running is what is known of a container that runs. Causes of errors are ErrNotRunning and ErrRestarting.
func (e *Engine) Running(verb, ref string) (record.Record, error) {
	r, err := e.Inspect(ref)
	if err == nil {
		err = running(verb, r)
	}
	return r, err
}
