//go:build linux

// Signals on their way to the container.
//
// PID 1 of a container is deaf to a signal it has no handler for: the kernel
// discards it. A person who has typed Ctrl-C at `run base sleep 1000`, or closed
// the window, must not be left with a container that nobody can reach any more.

package cli

import (
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

const (
	// impatience is the number of interrupts after which we stop asking, as Docker's
	// command line does.
	impatience = 3
	// hangupGrace is how long a container may tidy up when our terminal is gone.
	hangupGrace = 2 * time.Second
)

// catchSignals collects the signals that somebody sends to this program, from now on,
// to be forwarded to a container that may not run yet: its program may be ready,
// and say so, before Start has returned here.
//
// What nohup had us ignore stays ignored.
func catchSignals() chan os.Signal {
	signals := make(chan os.Signal, 16)
	for _, sig := range []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2, unix.SIGCONT} {
		if !signal.Ignored(sig) {
			signal.Notify(signals, sig)
		}
	}
	return signals
}

// forward passes caught signals on until the channel is closed, and ends the
// container by KILL when it does not listen.
func forward(signals <-chan os.Signal, process *sandbox.Process) {
	interrupts := 0
	for sig := range signals {
		process.Signal(sig) //nolint:errcheck // a container that has ended needs no signal
		switch sig {
		case unix.SIGINT, unix.SIGTERM:
			if interrupts++; interrupts == impatience {
				kill(process)
			}
		case unix.SIGHUP:
			time.AfterFunc(hangupGrace, func() { kill(process) })
		}
	}
}

func kill(process *sandbox.Process) {
	process.Signal(unix.SIGKILL) //nolint:errcheck // it may have ended by itself, which is as good
}
