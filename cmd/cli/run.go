//go:build linux

package cli

import (
	"errors"
	"fmt"
	"os/signal"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// runFlags are the flags of run, with Docker's names and meanings.
type runFlags struct {
	interactive, tty, remove, readOnly bool
	env, volumes                       []string
	workdir, user, hostname, network   string
	explain                            string
}

const runHelp = `Run a command in a new container.

IMAGE is the name of an image; the one built in is called base. ROOTFS, which
begins with /, ./ or ../, is a directory with a root file system. Without CMD
the container runs sh.

A container has its own mounts, processes, host name, IPC objects and network
(an empty one: lesson 5 connects it). An ordinary user gets one, too (rootless):
you are root in it, and yourself outside.

What a container of an image writes is gone when it ends, with or without --rm;
what it writes into a ROOTFS or a volume stays.

root in a container keeps the capabilities of whoever started it, and no system
call is filtered yet: do not run what you do not trust.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended
it.`

func (p *Program) runCommand(status *int) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] IMAGE|ROOTFS [CMD…]",
		Short: "Run a command in a new container",
		Long:  runHelp,
		Example: "  " + p.Name + " run --rm -it base sh\n" +
			"  " + p.Name + " run --rm --explain base ps\n" +
			"  " + p.Name + " run --rm -v .:/src:ro base ls /src",
		Args: needImage,
		RunE: func(cmd *cobra.Command, args []string) error {
			code, err := p.run(f, args)
			if err == nil {
				*status = code
			}
			return err
		},
	}
	f.register(cmd)
	return cmd
}

func needImage(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("run needs an IMAGE or a ROOTFS; see `%s --help`", cmd.CommandPath())
	}
	return nil
}

func (f *runFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SetInterspersed(false) // what follows IMAGE belongs to CMD
	flags.BoolVarP(&f.interactive, "interactive", "i", false, "connect the container's stdin to yours")
	flags.BoolVarP(&f.tty, "tty", "t", false, "give the container a terminal")
	flags.BoolVar(&f.remove, "rm", false, "remove the container when it ends\n(nothing of one is kept so far)")
	flags.StringArrayVarP(&f.env, "env", "e", nil, "set a variable: `KEY=VALUE`;\nKEY alone passes yours on")
	flags.StringVarP(&f.workdir, "workdir", "w", "", "working directory `DIR`, made if missing")
	flags.StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	flags.StringVarP(&f.hostname, "hostname", "h", "", "the container's host `NAME`")
	flags.StringVar(&f.network, "network", "none", "`none` (loopback only) or host")
	flags.BoolVar(&f.readOnly, "read-only", false, "make the root file system read-only")
	flags.StringArrayVarP(&f.volumes, "volume", "v", nil, "show a directory or file of the host:\n`SRC:DST[:ro]`")
	flags.StringVar(&f.explain, "explain", "", "show each step as a shell line before it runs;\n=script prints a script and runs nothing")
	flags.Lookup("explain").NoOptDefVal = explainSteps
	flags.Bool("help", false, "show this help") // -h is --hostname, as in Docker
}

// Values of --explain.
const (
	explainSteps  = "steps"
	explainScript = "script"
)

// run makes the container, waits for its end and returns its exit status.
func (p *Program) run(f runFlags, args []string) (int, error) {
	if err := p.checkFlags(f); err != nil {
		return 0, err
	}
	state, err := StateDir()
	if err != nil {
		return 0, err
	}
	r, err := openRoot(state, args[0])
	if err != nil {
		return 0, err
	}
	defer r.close()
	spec, err := f.spec(r, args[1:])
	if err != nil {
		return 0, err
	}
	if f.tty {
		spec.Process.ConsoleSize = terminalSize(p.Stdout)
	}
	c := sandbox.Container{Spec: spec, Scratch: r.scratch, DieWithCaller: true}
	if f.explain == explainScript {
		return 0, p.printScript(c, state, f.interactive)
	}
	if err := makeSources(spec.Mounts); err != nil {
		return 0, err
	}
	return p.startAndWait(c, f)
}

func (p *Program) checkFlags(f runFlags) error {
	switch {
	case f.explain != "" && f.explain != explainSteps && f.explain != explainScript:
		return fmt.Errorf("read --explain=%s: it is --explain or --explain=script", f.explain)
	case f.network != "none" && f.network != "host":
		return fmt.Errorf("read --network %s: none or host; others come with lesson 5", f.network)
	case f.tty && f.interactive && f.explain != explainScript && !isTerminal(p.Stdin):
		return &ExitError{ExitNotATTY, errors.New("the input device is not a terminal, which -it needs; leave out -t")}
	}
	return nil
}

func (p *Program) printScript(c sandbox.Container, state string, stdin bool) error {
	script, err := sandbox.Script(c, sandbox.HoldDir(state), stdin)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(p.Stdout, script); err != nil {
		return &ExitError{1, fmt.Errorf("print script: %w", err)}
	}
	return nil
}

// watch is told of the steps when somebody wants to see or stop them.
func (p *Program) watch(f runFlags) func(name, line string) {
	if f.explain == "" && p.BeforeStep == nil {
		return nil
	}
	return func(name, line string) {
		if f.explain != "" {
			fmt.Fprintln(p.Stderr, "+", line)
		}
		if p.BeforeStep != nil {
			p.BeforeStep(name)
		}
	}
}

func (p *Program) startAndWait(c sandbox.Container, f runFlags) (int, error) {
	stdio := sandbox.IO{Stdout: p.Stdout, Stderr: p.Stderr, Watch: p.watch(f)}
	if f.interactive {
		stdio.Stdin = p.Stdin
	}
	signals := catchSignals()
	defer func() { signal.Stop(signals); close(signals) }()
	started, queueing := make(chan struct{}), make(chan struct{})
	go func() { endIfImpatient(signals, started); close(queueing) }()
	process, err := sandbox.Start(c, stdio)
	close(started)
	<-queueing
	if err != nil {
		return 0, err
	}
	go forward(signals, process)
	if process.Terminal != nil {
		return p.serveTerminal(process, f.interactive)
	}
	return process.Wait()
}
