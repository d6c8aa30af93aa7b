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

// endIfImpatient ends this program, and with it the child half, when it is
// interrupted again and again before the container runs: a step may wait for
// ever, for a file server that is gone, say. Otherwise the signals stay queued.
func endIfImpatient(signals chan os.Signal, started <-chan struct{}) {
	var queued []os.Signal
	for {
		select {
		case <-started:
			for _, sig := range queued {
				signals <- sig
			}
			return
		case sig := <-signals:
			if queued = append(queued, sig); len(queued) == impatience {
				os.Exit(ExitOurs)
			}
		}
	}
}

// forward passes caught signals on until the channel is closed, and ends the
// container by KILL when it does not listen.
func forward(signals <-chan os.Signal, process *sandbox.Process) {
	interrupts := 0
	for sig := range signals {
		switch sig {
		case unix.SIGHUP:
			hangUp(process)
			continue
		case unix.SIGINT, unix.SIGTERM:
			interrupts++
		}
		process.Signal(sig) //nolint:errcheck // a container that has ended needs no signal
		if interrupts >= impatience {
			kill(process)
		}
	}
}

// hangUp tells the container that nobody is there any more, and ends it soon after.
func hangUp(process *sandbox.Process) {
	process.Signal(unix.SIGHUP) //nolint:errcheck // a container that has ended needs no signal
	time.AfterFunc(hangupGrace, func() { kill(process) })
}

func kill(process *sandbox.Process) {
	process.Signal(unix.SIGKILL) //nolint:errcheck // it may have ended by itself, which is as good
}
