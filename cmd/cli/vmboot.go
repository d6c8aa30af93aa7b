//go:build linux

// Our terminal, our signals, and a machine's.

package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

// boot ties the machine to our streams.
func (p *Program) boot(hardware vm.Hardware, f vmFlags) (vm.Outcome, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if f.timeout > 0 {
		ctx, cancel = context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("its time is over: --timeout %v", f.timeout))
		defer cancel()
	}
	signals := catchSignals()
	defer signal.Stop(signals)
	s := vm.Streams{Out: p.Stdout, Err: p.Stderr, Patience: f.patience, Signals: impatient(signals, cancel)}
	if f.run.Interactive {
		s.In = p.Stdin
	}
	if f.run.TTY {
		sizes, stop := p.sizes()
		defer stop()
		s.Sizes = sizes
		if f.run.Interactive && isTerminal(p.Stdin) {
			saved, err := term.MakeRaw(int(p.Stdin.Fd()))
			if err == nil {
				defer term.Restore(int(p.Stdin.Fd()), saved) //nolint:errcheck // it was settable a moment ago
			}
		}
	}
	return vm.Boot(ctx, hardware, s)
}

// impatient passes signals on, and pulls the plug when somebody interrupts again and again.
func impatient(from <-chan os.Signal, unplug func()) <-chan os.Signal {
	to := make(chan os.Signal, cap(from))
	go func() {
		interrupts := 0
		for sig := range from {
			if sig == unix.SIGINT || sig == unix.SIGTERM {
				interrupts++
			}
			if interrupts == impatience || sig == unix.SIGHUP {
				unplug()
				return
			}
			to <- sig
		}
	}()
	return to
}

// sizes are those of our terminal, from the next change on.
func (p *Program) sizes() (sizes <-chan guest.Size, stop func()) {
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	to := make(chan guest.Size, 1)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-resized:
				to <- p.guestSize()
			case <-done:
				return
			}
		}
	}()
	return to, func() { signal.Stop(resized); close(done) }
}

func (p *Program) guestSize() guest.Size {
	if box := p.TerminalSize(); box != nil {
		return guest.Size{Rows: uint16(box.Height), Cols: uint16(box.Width)}
	}
	return guest.Size{Rows: 24, Cols: 80}
}
