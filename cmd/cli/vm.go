//go:build linux

package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/machine"
)

// VMCommand is "vm", which means the same in the stage of the lesson about it.
func (p *Program) VMCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "vm",
		Short: "Run an image as a virtual machine",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.vmRun(), p.vmKernel(), p.vmInfo(), p.vmHello())
	return cmd
}

// countExits has our hypervisor tell how often, and what for, the guest came back to it.
func (p *Program) countExits(a vm.Assembled) vm.Assembled {
	h, ours := a.(vm.Hypervisor)
	if !ours {
		return a
	}
	h.Tell = func(exits machine.Exits) { fmt.Fprintln(p.Stderr, strings.Join(exits.Lines(), "\n")) }
	return h
}

// vmFlags are the flags of vm run: those of run that mean something to a machine, and the machine's own.
type vmFlags struct {
	run      runFlags
	memory   size
	diskSize size
	cpus     int
	accel    string
	root     string
	copies   []string
	patience time.Duration
	timeout  time.Duration
}

const vmRunHelp = `Run a command in a virtual machine that has an image's files.

The machine has a kernel of its own. What runs it (--accel):
  kvm   QEMU; the guest's instructions run on the processor itself
  tcg   QEMU; the processor is emulated, which is several times as slow
  own   this program is the hypervisor, a few hundred lines over /dev/kvm
  uml   User-mode Linux: a kernel that is a program
auto is kvm where the processor shares itself, else tcg; see ` + "`vm info`" + `.

The image's files are in the machine's memory, or on a disk that is made of them
(--root); they are written back nowhere. There is no network.

Exit status: the command's; 125 if the machine could not be made or ended by
itself, 126 if the command could not be executed, 127 if it was not found.`

func (p *Program) vmRun() *cobra.Command {
	var f vmFlags
	cmd := &cobra.Command{
		Use:   "run [flags] IMAGE [CMD…]",
		Short: "Run a command in a virtual machine",
		Long:  vmRunHelp,
		Example: "  " + p.Name + " vm run -it base sh\n" +
			"  " + p.Name + " vm run --accel tcg -m 512m base uname -a",
		Args: atLeastOne("an image"),
		RunE: p.Status(func(args []string) (int, error) { return p.runMachine(f, args) }),
	}
	f.run.AddFlags(cmd)
	flags := cmd.Flags()
	flags.VarP(&f.memory, "memory", "m", "the machine's memory, such as 512m")
	flags.IntVar(&f.cpus, "cpus", 1, "the machine's processors")
	flags.StringVar(&f.accel, "accel", "auto", "what runs it: `auto`, kvm, tcg, own or uml")
	flags.StringVar(&f.root, "root", "auto", "the image's files are in `memory`, on a disk, or as\ntheir size is: auto")
	flags.Var(&f.diskSize, "disk-size", "how large that disk is; a gigabyte more than the files")
	flags.StringArrayVar(&f.copies, "copy", nil, "put a file of the host into the machine:\n`FILE:PATH`")
	flags.DurationVar(&f.patience, "boot-timeout", time.Minute, "how long it may take to the command")
	flags.DurationVar(&f.timeout, "timeout", 0, "how long it may take to the end; 0: no limit")
	flags.StringArrayVarP(&f.run.env, "env", "e", nil, "set a variable: `KEY=VALUE`;\nKEY alone passes yours on")
	flags.Var(optional{&f.run.entrypoint}, "entrypoint", "run `PROGRAM` in place of the image's entrypoint")
	flags.StringVarP(&f.run.workdir, "workdir", "w", "", "working directory `DIR`, made if missing")
	flags.StringVarP(&f.run.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	flags.StringVarP(&f.run.hostname, "hostname", "h", "guest", "the machine's host `NAME`")
	return cmd
}

func (p *Program) runMachine(f vmFlags, args []string) (int, error) {
	if f.run.Script() {
		return 0, fmt.Errorf("read --explain=script: a machine is one command line, which --explain shows")
	}
	if err := p.CheckAttachment(f.run.Attachment); err != nil {
		return 0, err
	}
	g, err := p.guestOf(f, args)
	if err != nil {
		return 0, err
	}
	dir, done, err := g.Cache.Machine()
	if err != nil {
		return 0, err
	}
	defer done()
	hardware, err := g.Assemble(dir)
	if err != nil {
		return 0, err
	}
	if f.run.Explain != "" {
		fmt.Fprintln(p.Stderr, "+", hardware.Line())
		hardware = p.countExits(hardware)
	}
	outcome, err := p.boot(hardware, f)
	if err != nil {
		return 0, err
	}
	if outcome.Reason != "" {
		return 0, &ExitError{outcome.Status, fmt.Errorf("%s", outcome.Reason)}
	}
	return outcome.Status, nil
}
