//go:build linux

// A session: this command is attached to a container by its shim.
//
//	keyboard ─▶ our terminal, raw ─▶ shim ─▶ the container's stdin, or its terminal
//	screen   ◀─ our terminal      ◀─ shim ◀─ what it prints
//
// Where the container has a terminal of its own, ours is set to raw, so that a key such as Ctrl-C arrives as a byte instead of
// becoming a signal for us; the container's terminal, which is not raw, makes the signal out of it, in there. Where it has none,
// the signals that we get are passed on.
//
// The session ends with the container, or before it: by the detach keys, or with this command, whatever ends that.

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// session is what the caller wants of it.
type session struct {
	p              *Program
	engine         *engine.Engine // that keeps the container; nil for a further process
	id             string
	tty            bool   // the container has a terminal
	stdin          bool   // it gets what is typed here
	stdout, stderr bool   // what it prints is shown
	keys           []byte // that end the session
	proxy          bool   // signals are passed on
	started        bool   // by us: it waits for us, as for the reader of a pipe
	redraw         bool   // what is on its screen is to be shown again
}

// keyboardPatience is how long a container waits for a terminal with a person in front of it that takes nothing more: one that is
// slow shall not lose its session, one that is lost shall not hold the container up.
const keyboardPatience = 10 * time.Second

// hello says it in the shim's words.
func (s session) hello() shim.Hello {
	h := shim.Hello{Stdin: s.stdin, Stdout: s.stdout, Stderr: s.stderr}
	switch {
	case s.tty && (s.stdin || s.started):
		h.Patience = keyboardPatience
	case s.started:
		h.Patience = shim.ForEver
	}
	return h
}

// serve stays until the container has ended, and returns how. The cause is errDetached if the person has left it before.
func (s session) serve(signals chan os.Signal, client *shim.Client) (shim.Exit, error) {
	defer client.Close()
	ending := make(chan error, 1) // why the session ends before the container
	leave := func(why error) {
		select {
		case ending <- why:
			client.Close()
		default:
		}
	}
	if s.tty {
		defer s.takeTerminal(client)()
	}
	go s.heed(signals, leave)
	if s.stdin {
		go s.typed(client, leave)
	}
	out, err := &outcome{w: s.p.Stdout}, &outcome{w: s.p.Stderr}
	if !s.started || s.tty {
		out.failed, err.failed = func() { leave(out.cause()) }, func() { leave(err.cause()) }
	}
	exit, receiveErr := client.Receive(out, err)
	select {
	case why := <-ending:
		return exit, why
	default:
	}
	if receiveErr != nil {
		return exit, s.without(receiveErr)
	}
	return exit, errors.Join(out.told(), err.told())
}

// takeTerminal sets our terminal to raw if the container is to get each key, and has the container's follow its size.
func (s session) takeTerminal(client *shim.Client) (giveBack func()) {
	restore := func() {}
	if s.stdin && isTerminal(s.p.Stdin) {
		if saved, err := term.MakeRaw(int(s.p.Stdin.Fd())); err == nil {
			restore = func() { term.Restore(int(s.p.Stdin.Fd()), saved) } //nolint:errcheck // it was settable a moment ago
		}
	}
	resize := func(w shim.Window) { client.Resize(w) } //nolint:errcheck // a container that has ended has no size
	if size, err := windowOf(s.p.Stdout); err == nil && s.redraw {
		resize(shim.Window{Rows: size.Rows + 1, Cols: size.Cols}) // programs draw anew when the size changes, and then only
	}
	stop := followSize(s.p.Stdout, resize)
	return func() { stop(); restore() }
}

// typed passes on what is typed, until there is no more or the detach keys are among it.
func (s session) typed(client *shim.Client, leave func(error)) {
	keys := s.keys
	if !s.tty {
		keys = nil
	}
	buf := make([]byte, 16<<10)
	for from := (&keyFilter{from: s.p.Stdin, keys: keys}); ; {
		n, err := from.Read(buf)
		if n > 0 && client.Send(buf[:n]) != nil {
			return
		}
		switch {
		case errors.Is(err, errDetached):
			leave(errDetached)
			return
		case err != nil:
			client.SendEnd() //nolint:errcheck // a container that has ended needs no end of file
			return
		}
	}
}

// heed passes signals on, or ends the session by them.
func (s session) heed(signals <-chan os.Signal, leave func(error)) {
	interrupts := 0
	for sig := range signals {
		number, _ := sig.(unix.Signal)
		if !s.proxy || s.tty {
			if number != unix.SIGCONT {
				leave(&signalled{number})
			}
			continue
		}
		s.engine.Kill(s.id, number) //nolint:errcheck // a container that has ended needs no signal
		if number == unix.SIGINT || number == unix.SIGTERM {
			interrupts++
		}
		if interrupts == impatience {
			leave(&ExitError{1, fmt.Errorf("got %d interrupts, and leave; the container goes on", impatience)})
		}
	}
}

// signalled is a signal that has ended the session, as it would have ended this program.
type signalled struct{ number unix.Signal }

func (s *signalled) Error() string { return "leave the container: " + unix.SignalName(s.number) }

// without says what can be said of the end when the shim said nothing.
func (s session) without(err error) error {
	if errors.Is(err, shim.ErrDropped) {
		return &ExitError{1, err}
	}
	if s.engine == nil { // a further process, of which nobody keeps a record
		return failed(err)
	}
	r, readErr := s.engine.Inspect(s.id)
	if readErr != nil || r.State.ExitCode == 0 {
		return failed(err)
	}
	return &ExitError{r.State.ExitCode, err}
}

// attend has the person attend the start of the container, and what comes after it, and returns how that has ended.
func (s session) attend(start func(shim.Hello) (*shim.Client, error)) (shim.Exit, error) {
	signals := catchSignals()
	signal.Notify(make(chan os.Signal, 1), unix.SIGPIPE) // a reader that has gone ends the container's stream, not us
	defer func() { signal.Stop(signals); close(signals) }()
	started, queueing := make(chan struct{}), make(chan struct{})
	go func() { endIfImpatient(signals, started); close(queueing) }()
	client, err := start(s.hello())
	close(started)
	<-queueing
	if err != nil {
		return shim.Exit{}, err
	}
	return s.serve(signals, client)
}

// ended is the exit status that a session leads to: that of the container, or 128 and the number of the signal that has ended
// the session before.
func (s session) ended(exit shim.Exit, err error) (int, error) {
	var by *signalled
	if errors.As(err, &by) {
		return 128 + int(by.number), nil
	}
	return exit.Status, err
}

// outcome is a writer that remembers its error.
type outcome struct {
	w      io.Writer
	err    error
	failed func() // is called at once, if set
}

func (o *outcome) Write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	if err != nil {
		o.err = err
		if o.failed != nil {
			o.failed()
		}
	}
	return n, err
}

// cause is why a program that could not write ends: by SIGPIPE, or saying so.
func (o *outcome) cause() error {
	if errors.Is(o.err, unix.EPIPE) {
		return &signalled{unix.SIGPIPE}
	}
	return o.told()
}

// told is the error for a person: not that the reader has gone, which is its right.
func (o *outcome) told() error {
	if o.err == nil || errors.Is(o.err, unix.EPIPE) {
		return nil
	}
	return &ExitError{1, fmt.Errorf("write the container's output: %w", o.err)}
}
