//go:build linux

// What the commands on containers have in common.

package cli

import (
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

// exitFailed is the exit status of a command on containers that could not be done, as Docker's;
// 125 stays for run, whose other numbers are the container's.
const exitFailed = 1

func (p *Program) engine() (*engine.Engine, error) {
	state, err := StateDir()
	if err != nil {
		return nil, err
	}
	e := engine.New(state)
	e.Before = p.BeforeStep
	e.Say = func(line string) { fmt.Fprintln(p.Note(), line) } //nolint:errcheck // said as well as it can be
	return e, nil
}

// needName is the cobra.PositionalArgs of a command on containers.
func needName(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return &ExitError{exitFailed, fmt.Errorf("%s needs the name or id of a container; see `%s --help`", cmd.Name(), cmd.CommandPath())}
	}
	return nil
}

// each does the same with every container that was named, at the same time, as some wait ten
// seconds. In the order of the command line it prints the names of those where it went
// well, and why where it did not.
func (p *Program) each(names []string, do func(e *engine.Engine, name string) error) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	results := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Add(1)
		go func() {
			defer all.Done()
			results[i] = do(e, name)
		}()
	}
	all.Wait()
	status := exitOK
	for i, err := range results {
		if err == nil {
			_, err = fmt.Fprintln(p.Stdout, names[i])
		}
		var no *noFailure
		if errors.As(err, &no) {
			Report(p.Stderr, p.Name, no.error)
			continue
		}
		if err != nil {
			Report(p.Stderr, p.Name, err)
			status = exitFailed
		}
	}
	return status, nil
}

// noFailure is an error that is told, and does not make a command fail.
type noFailure struct{ error }

// failed gives an error of a command on containers its exit status, unless it has one.
func failed(err error) error {
	var exit *ExitError
	if err == nil || errors.As(err, &exit) {
		return err
	}
	return &ExitError{exitFailed, err}
}
