//go:build linux

// How a caller is tied to a container: -i, -t and --explain, which every stage of
// the course has and which mean the same in all of them.

package cli

import (
	"errors"
	"fmt"
	"os/signal"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// Attachment is what the caller wants to see of the container, and it of the caller.
type Attachment struct {
	Interactive, TTY bool
	Explain          string // "", or a value of --explain

	detachKeys string // as they are written
}

// Values of --explain.
const (
	explainSteps  = "steps"
	explainScript = "script"
)

// AddFlags adds the flags to a command that runs a container.
func (a *Attachment) AddFlags(cmd *cobra.Command) {
	a.AddStreams(cmd)
	a.AddExplain(cmd)
}

// AddStreams adds -i and -t. Flags end at the first operand, as what follows it belongs to the container's
// command; and -h is left free, as it is --hostname.
func (a *Attachment) AddStreams(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SetInterspersed(false)
	flags.BoolVarP(&a.Interactive, "interactive", "i", false, "connect the container's stdin to yours")
	flags.BoolVarP(&a.TTY, "tty", "t", false, "give the container a terminal")
	flags.Bool("help", false, "show this help")
}

// AddExplain adds --explain.
func (a *Attachment) AddExplain(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.Explain, "explain", "", "show each step as a shell line before it runs;\n=script prints a script and runs nothing")
	cmd.Flags().Lookup("explain").NoOptDefVal = explainSteps
}

// addKeys adds --detach-keys.
func (a *Attachment) addKeys(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.detachKeys, "detach-keys", defaultKeys, "leave the container's terminal by these `KEYS`, with which\nit goes on: x or ctrl-x, commas between them")
}

// Script tells whether a script is to be printed instead of a container to be run.
func (a Attachment) Script() bool { return a.Explain == explainScript }

// CheckAttachment refuses what cannot be had, before anything is made.
func (p *Program) CheckAttachment(a Attachment) error {
	switch {
	case a.Explain != "" && a.Explain != explainSteps && a.Explain != explainScript:
		return fmt.Errorf("read --explain=%s: it is --explain or --explain=script", a.Explain)
	case a.TTY && a.Interactive && !a.Script() && !isTerminal(p.Stdin):
		return &ExitError{ExitNotATTY, errors.New("the input device is not a terminal, which -it needs; leave out -t")}
	}
	_, err := parseKeys(a.detachKeys)
	return err
}

// PrintScript prints the script that makes the same container.
func (p *Program) PrintScript(c sandbox.Container, state string, a Attachment) error {
	return p.printScript(c, state, a, sandbox.Around{})
}

func (p *Program) printScript(c sandbox.Container, state string, a Attachment, around sandbox.Around) error {
	script, err := sandbox.Script(c, sandbox.HoldDir(state), a.Interactive, around)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(p.Stdout, script); err != nil {
		return &ExitError{1, fmt.Errorf("print script: %w", err)}
	}
	return nil
}

// Attend calls start, stays with the container until it ends, passing on signals and what is
// typed and shown, and returns its exit status.
func (p *Program) Attend(a Attachment, start func(sandbox.IO) (*sandbox.Process, error)) (int, error) {
	stdio := sandbox.IO{Stdout: p.Stdout, Stderr: p.Stderr, Watch: p.watch(a)}
	if a.Interactive {
		stdio.Stdin = p.Stdin
	}
	signals := catchSignals()
	defer func() { signal.Stop(signals); close(signals) }()
	started, queueing := make(chan struct{}), make(chan struct{})
	go func() { endIfImpatient(signals, started); close(queueing) }()
	process, err := start(stdio)
	close(started)
	<-queueing
	if err != nil {
		return 0, err
	}
	go forward(signals, process)
	if process.Terminal != nil {
		return p.serveTerminal(process, a)
	}
	return process.Wait()
}

// watch is told of the steps when somebody wants to see or stop them.
func (p *Program) watch(a Attachment) func(name, line string) {
	if a.Explain == "" && p.BeforeStep == nil {
		return nil
	}
	return func(name, line string) {
		if a.Explain != "" {
			fmt.Fprintln(p.Stderr, "+", line)
		}
		if p.BeforeStep != nil {
			p.BeforeStep(name)
		}
	}
}
