//go:build linux

// The caller's terminal and the container's, tied together.
//
//	keyboard ─▶ our terminal, raw ─▶ master ═ slave ─▶ the container's stdin
//	screen   ◀─ our terminal      ◀─ master ═ slave ◀─ the container's stdout
//
// Ours is set to raw, so that a key such as Ctrl-C arrives as a byte instead of
// becoming a signal for us; the container's terminal, which is not raw, makes the
// signal out of it, in there.

package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// TerminalSize is the size of our terminal, so that the container's has it from the
// first moment; nil if we have none.
func (p *Program) TerminalSize() *specs.Box {
	width, height, err := term.GetSize(int(p.Stdout.Fd()))
	if err != nil {
		return nil
	}
	return &specs.Box{Width: uint(width), Height: uint(height)}
}

// serveTerminal copies both ways until the container ends, and gives the
// caller's terminal back as it was.
func (p *Program) serveTerminal(process *sandbox.Process, a Attachment) (int, error) {
	defer process.Terminal.Close()
	if a.Interactive && isTerminal(p.Stdin) {
		saved, err := term.MakeRaw(int(p.Stdin.Fd()))
		if err == nil {
			defer term.Restore(int(p.Stdin.Fd()), saved) //nolint:errcheck // it was settable a moment ago
		}
	}
	stop := followSize(p.Stdout, process.Terminal)
	defer stop()
	if a.Interactive {
		go io.Copy(process.Terminal, p.Stdin) //nolint:errcheck // ends with the program, or with the container
	}
	shown := make(chan error, 1)
	go func() { shown <- p.show(process, a.transcript) }()
	code, err := process.Wait()
	if showErr := <-shown; err == nil && showErr != nil {
		return code, &ExitError{1, fmt.Errorf("write the container's output: %w", showErr)}
	}
	return code, err
}

// show copies the container's output to ours until the container has ended. If
// ours cannot be written any more, that is a hangup to the container; what it
// still says is read all the same, or it would wait for ever for somebody to read it.
func (p *Program) show(process *sandbox.Process, transcript io.Writer) error {
	if transcript == nil {
		transcript = io.Discard
	}
	out := &outcome{w: p.Stdout}
	// Reading a master whose slave nobody holds open is EIO: the end.
	io.Copy(io.MultiWriter(transcript, out), process.Terminal) //nolint:errcheck // only an error of writing counts, and out has it
	if out.err != nil {
		hangUp(process)
		io.Copy(transcript, process.Terminal) //nolint:errcheck // until the end, see above
	}
	return out.err
}

// outcome is a writer that remembers its error.
type outcome struct {
	w   io.Writer
	err error
}

func (o *outcome) Write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	if err != nil {
		o.err = err
	}
	return n, err
}

// followSize gives the container's terminal the size of ours, now and whenever it changes.
func followSize(ours, theirs *os.File) (stop func()) {
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	resize := func() {
		if size, err := unix.IoctlGetWinsize(int(ours.Fd()), unix.TIOCGWINSZ); err == nil {
			setSize(theirs, size)
		}
	}
	resize()
	go func() {
		for range resized {
			resize()
		}
	}()
	return func() { signal.Stop(resized); close(resized) }
}

// setSize goes through SyscallConn, as Fd would make the master blocking.
func setSize(f *os.File, size *unix.Winsize) {
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) { //nolint:errcheck // a closed terminal has no size
		unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size) //nolint:errcheck // nor has one that hung up
	})
}
