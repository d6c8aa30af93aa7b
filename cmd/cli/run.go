//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// runFlags are the flags of run, with Docker's names and meanings.
type runFlags struct {
	Attachment
	remove, readOnly                 bool
	env, volumes                     []string
	workdir, user, hostname, network string
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

func (p *Program) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] IMAGE|ROOTFS [CMD…]",
		Short: "Run a command in a new container",
		Long:  runHelp,
		Example: "  " + p.Name + " run --rm -it base sh\n" +
			"  " + p.Name + " run --rm --explain base ps\n" +
			"  " + p.Name + " run --rm -v .:/src:ro base ls /src",
		Args: NeedRoot,
		RunE: p.Status(func(args []string) (int, error) { return p.run(f, args) }),
	}
	f.register(cmd)
	return cmd
}

// NeedRoot is the cobra.PositionalArgs of a command whose first operand is a root.
func NeedRoot(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s needs an IMAGE or a ROOTFS; see `%s --help`", cmd.Name(), cmd.CommandPath())
	}
	return nil
}

func (f *runFlags) register(cmd *cobra.Command) {
	f.AddFlags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.remove, "rm", false, "remove the container when it ends\n(nothing of one is kept so far)")
	flags.StringArrayVarP(&f.env, "env", "e", nil, "set a variable: `KEY=VALUE`;\nKEY alone passes yours on")
	flags.StringVarP(&f.workdir, "workdir", "w", "", "working directory `DIR`, made if missing")
	flags.StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	flags.StringVarP(&f.hostname, "hostname", "h", "", "the container's host `NAME`")
	flags.StringVar(&f.network, "network", "none", "`none` (loopback only) or host")
	flags.BoolVar(&f.readOnly, "read-only", false, "make the root file system read-only")
	flags.StringArrayVarP(&f.volumes, "volume", "v", nil, "show a directory or file of the host:\n`SRC:DST[:ro]`")
}

// run makes the container, waits for its end and returns its exit status.
func (p *Program) run(f runFlags, args []string) (int, error) {
	if err := p.checkFlags(f); err != nil {
		return 0, err
	}
	state, err := StateDir()
	if err != nil {
		return 0, err
	}
	r, err := OpenRoot(state, args[0])
	if err != nil {
		return 0, err
	}
	defer r.Close()
	spec, err := f.spec(r, args[1:])
	if err != nil {
		return 0, err
	}
	if f.TTY {
		spec.Process.ConsoleSize = p.TerminalSize()
	}
	c := sandbox.Container{Spec: spec, Scratch: r.Scratch, DieWithCaller: true}
	if f.Script() {
		return 0, p.PrintScript(c, state, f.Attachment)
	}
	if err := makeSources(spec.Mounts); err != nil {
		return 0, err
	}
	return p.Attend(f.Attachment, func(stdio sandbox.IO) (*sandbox.Process, error) {
		return sandbox.Start(c, stdio)
	})
}

func (p *Program) checkFlags(f runFlags) error {
	if f.network != "none" && f.network != "host" {
		return fmt.Errorf("read --network %s: none or host; others come with lesson 5", f.network)
	}
	return p.CheckAttachment(f.Attachment)
}
