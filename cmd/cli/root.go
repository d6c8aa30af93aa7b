//go:build linux

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Program is one run of the command line. Stdin may be nil if the command line asks
// for neither -i nor -t.
type Program struct {
	Name           string
	Stdin          *os.File
	Stdout, Stderr *os.File

	// BeforeStep, if set, is called before each step of making a container; the
	// tests kill the program there.
	BeforeStep func(name string)

	status int // of the command that was run
}

// New is a run of the command line with this process's streams.
func New(name string) *Program {
	return &Program{Name: name, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
}

// Main runs the command line of minicontainer with args (without the program's
// name) and returns the exit status.
func Main(name string, args []string) int { return New(name).Run(args) }

// Run carries out one command line of minicontainer.
func (p *Program) Run(args []string) int {
	return p.Execute(args, "Run containers, and see how they are made", p.commandsFor(args)...)
}

// Execute carries out one command line of a program that has these commands, reports its
// error, and returns the exit status.
func (p *Program) Execute(args []string, short string, commands ...*cobra.Command) int {
	root := p.rootCommand(short)
	root.AddCommand(commands...)
	failWithOperands(root)
	refuse(root, "")
	root.SetArgs(args)
	p.status = exitOK
	if err := root.Execute(); err != nil {
		Report(p.Stderr, p.Name, err)
		return ExitCode(err)
	}
	return p.status
}

// Tree is the whole command line, to be looked at.
func Tree(name string) *cobra.Command {
	p := New(name)
	root := p.rootCommand("")
	root.AddCommand(p.commandsFor(nil)...)
	refuse(root, "")
	return root
}

// Status makes a cobra command of a function that returns an exit status.
func (p *Program) Status(run func(args []string) (int, error)) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		status, err := run(args)
		if err == nil {
			p.status = status
		}
		return err
	}
}

func (p *Program) rootCommand(short string) *cobra.Command {
	root := &cobra.Command{
		Use:           p.Name,
		Short:         short,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(p.Stdin)
	root.SetOut(failingWriter{p.Stdout, &p.status})
	root.SetErr(p.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var invalid *pflag.InvalidValueError
		if errors.As(err, &invalid) && Refused(invalid.GetFlag()) != "" {
			return fmt.Errorf("use --%s: %s", invalid.GetFlag().Name, Refused(invalid.GetFlag()))
		}
		return fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())
	})
	root.Version = version()
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	return root
}

// failWithOperands gives wrong operands the exit status of Docker's: 1, where wrong flags have 125.
func failWithOperands(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error { return failed(check(cmd, args)) }
	}
	for _, below := range cmd.Commands() {
		failWithOperands(below)
	}
}

func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s is not a command; see `%s --help`", args[0], cmd.CommandPath())
	}
	return nil
}

// failingWriter turns the exit status to 1 when help or a script could not be
// written, as cobra looks at no error of its output.
type failingWriter struct {
	w      io.Writer
	status *int
}

func (f failingWriter) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	if err != nil {
		*f.status = 1
	}
	return n, err
}

// version is the module's version or, in a build from a checkout, what Go knows of it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
