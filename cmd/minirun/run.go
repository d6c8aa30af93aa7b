//go:build linux

package main

import (
	"errors"
	"os"
	"os/signal"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/oci/lifecycle"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

type runFlags struct {
	makingFlags
	detach, keep bool
}

func (p *program) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [-b BUNDLE] ID",
		Short: "Make the container of a bundle and start it; wait until it ends, and remove it",
		Args:  oneID,
		RunE:  func(_ *cobra.Command, args []string) error { return p.run(f, args[0]) },
	}
	f.registerBundle(cmd)
	cmd.Flags().BoolVarP(&f.detach, "detach", "d", false, "leave the container running")
	cmd.Flags().BoolVar(&f.keep, "keep", false, "do not remove the container when it ends")
	return cmd
}

func (p *program) run(f runFlags, id string) error {
	if err := errors.Join(f.check(), lifecycle.CheckID(id)); err != nil {
		return err
	}
	b, err := lifecycle.ReadBundle(f.bundle)
	if err != nil {
		return err
	}
	if err := sealFor(b.Spec); err != nil {
		return err
	}
	o, err := p.options(f.makingFlags)
	if err != nil {
		return err
	}
	if f.detach {
		if err := p.store().Create(id, b, o); err != nil {
			return err
		}
		if err := p.store().Start(id, p.warn); err != nil {
			return errors.Join(err, p.store().Delete(id, true, p.warn))
		}
		return nil
	}
	t := &ownTerminal{}
	if f.consoleSocket == "" && b.Spec.Process != nil && b.Spec.Process.Terminal {
		o.Terminal = t.take
	}
	// The kernel ends the container with the thread that starts it; and caught before the start, as the container may be ready
	// before Run returns.
	runtime.LockOSThread()
	signals := catchSignals()
	r, err := p.store().Run(id, b, o)
	if err != nil {
		return err
	}
	defer t.serve(r.Process())()
	go forward(signals, r.Process())
	p.status, err = r.Wait(f.keep, p.warn)
	return err
}

func catchSignals() chan os.Signal {
	signals := make(chan os.Signal, 16)
	for _, sig := range []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2, unix.SIGCONT} {
		if !signal.Ignored(sig) { // by nohup, say
			signal.Notify(signals, sig)
		}
	}
	return signals
}

func forward(signals <-chan os.Signal, process *sandbox.Process) {
	for sig := range signals {
		process.Signal(sig) //nolint:errcheck // a container that has ended needs no signal
	}
}
