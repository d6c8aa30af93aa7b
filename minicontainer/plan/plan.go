// Package plan describes work as values: describe first, do second.
//
// Everything that makes a container (mounts, device nodes, a host name) is first
// written down as a list of steps by functions that touch nothing, and then
// carried out by one dumb loop. A list that is only data can be tested without
// root, compared as text, and shown to the person who asks how it works: every
// step knows the shell line that does the same.
package plan

import (
	"fmt"
	"strings"
)

// Step is one action on the machine.
type Step interface {
	// Name says what the step does in a few words, such as "mount proc on /proc".
	// Errors, tests and the documentation speak of steps by name.
	Name() string
	// Line is the shell line a person could type to the same effect, or a
	// comment made by NotTypable where no shell can do it.
	Line() string
	// Do carries the step out. Its error reads "verb object: cause".
	Do() error
}

// Run carries out steps in order and stops at the first error, a *StepError.
// before, if not nil, is told the index of each step before it runs and can stop
// the run with an error of its own.
func Run(steps []Step, before func(i int) error) error {
	for i, s := range steps {
		if before != nil {
			if err := before(i); err != nil {
				return err
			}
		}
		if err := s.Do(); err != nil {
			return &StepError{Step: s.Name(), Err: err}
		}
	}
	return nil
}

// StepError is a failed step. Its text is the cause alone, which names its object
// already; Step says where in the assembly it happened.
type StepError struct {
	Step string
	Err  error
}

func (e *StepError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *StepError) Unwrap() error { return e.Err }

const notTypable = "# not typable: "

// NotTypable is the line of a step that no shell command can do.
func NotTypable(what string) string { return notTypable + what }

// Typable tells whether a line is a command.
func Typable(line string) bool { return !strings.HasPrefix(line, notTypable) }

// Lines is the text of steps, one line each.
func Lines(steps []Step) string {
	var b strings.Builder
	for _, s := range steps {
		fmt.Fprintln(&b, s.Line())
	}
	return b.String()
}
