//go:build linux

// What a machine needs that is not made here: a kernel, and hardware.

package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/debian"
	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/machine"
)

const vmKernelHelp = `Show the kernel that virtual machines boot, or fetch one.

It is looked for where MINICONTAINER_KERNEL says, in the cache of this user and of
the system, and last the host's own is taken, if it can be read. --fetch gets the
newest one of Debian that is made for virtual machines (60 MB), and puts it into
the cache; nothing is installed.`

func (p *Program) vmKernel() *cobra.Command {
	var fetch bool
	source := debian.Usual
	cmd := &cobra.Command{
		Use:   "kernel [--fetch]",
		Short: "Show the kernel of virtual machines, or fetch one",
		Long:  vmKernelHelp,
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			if fetch {
				if err := p.fetchKernel(source); err != nil {
					return 0, failed(err)
				}
			}
			return exitOK, failed(p.showKernel())
		}),
	}
	flags := cmd.Flags()
	flags.BoolVar(&fetch, "fetch", false, "fetch the newest kernel of Debian's")
	flags.StringVar(&source.Mirror, "mirror", source.Mirror, "where Debian is: a `URL`")
	flags.StringVar(&source.Suite, "suite", source.Suite, "which of its releases: a `NAME`")
	return cmd
}

func (p *Program) fetchKernel(source debian.Source) error {
	if !strings.HasPrefix(source.Mirror, "https://") {
		fmt.Fprintln(p.Note(), "what comes by http may have been changed on the way: nobody's signature is looked at") //nolint:errcheck // said as well as it can be
	}
	dir, err := vm.KernelCache()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), unix.SIGINT, unix.SIGTERM)
	defer stop()
	_, err = source.Fetch(ctx, dir, func(line string) { fmt.Fprintln(p.Stderr, line) })
	return err
}

func (p *Program) showKernel() error {
	k, err := vm.FindKernel()
	if errors.Is(err, vm.ErrNoKernel) {
		return fmt.Errorf("%w; `%s vm kernel --fetch` gets one", err, p.Name)
	}
	if err != nil {
		return err
	}
	return table{{"RELEASE", "IMAGE", "MODULES"}, {k.Release(), k.Image, filepath.Clean(k.Modules)}}.write(p.Stdout)
}

func (p *Program) vmInfo() *cobra.Command {
	return &cobra.Command{
		Use:   "info",
		Short: "Show what can run virtual machines here, and what cannot",
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			t := table{{"ACCEL", "POSSIBLE", ""}}
			for _, a := range vm.Accels() {
				answer, why := "yes", a.Describe()
				if err := a.Possible(); err != nil {
					answer, why = "no", err.Error()
				}
				t = append(t, []string{string(a), answer, why})
			}
			return exitOK, failed(errors.Join(t.write(p.Stdout), p.showKernel()))
		}),
	}
}

const vmHelloHelp = `Run a virtual machine of twelve bytes.

It has no kernel, no files and no firmware: twelve bytes of machine code that add
two numbers and send the digit to a serial line, which is this program. It runs
through /dev/kvm, and each time it comes back to us is shown.`

func (p *Program) vmHello() *cobra.Command {
	var explain bool
	cmd := &cobra.Command{
		Use:   "hello",
		Short: "Run a virtual machine of twelve bytes, and show each exit",
		Long:  vmHelloHelp,
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			if explain {
				fmt.Fprint(p.Stderr, plan.Lines(machine.Explain()))
			}
			return exitOK, failed(p.hello())
		}),
	}
	cmd.Flags().BoolVar(&explain, "explain", false, "show the calls of /dev/kvm, in order")
	return cmd
}

func (p *Program) hello() error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	run, err := machine.Twelve(ctx)
	if err != nil {
		return err
	}
	t := table{{"EXIT", "WHAT FOR"}}
	for i, e := range run.Exits {
		t = append(t, []string{fmt.Sprint(i + 1), describeExit(e)})
	}
	if err := t.write(p.Stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "The guest wrote %q in %v.\n", run.Output, run.Took.Round(10*time.Microsecond))
	return err
}

func describeExit(e machine.Exit) string {
	if e.Reason != kvm.IO {
		return e.Reason.String()
	}
	return fmt.Sprintf("%v: %v, %q", e.Reason, machine.Port{Number: e.Port, Out: e.Out}, e.Data)
}
