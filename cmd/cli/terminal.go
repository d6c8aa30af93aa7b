//go:build linux

// The caller's terminal and that of a process of ours, tied together, without a shim between them; see session.go.

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
	"github.com/minicontainer/minicontainer/minicontainer/shim"
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

// serveTerminal copies both ways until the process ends, and gives the
// caller's terminal back as it was.
func (p *Program) serveTerminal(process *sandbox.Process, a Attachment) (int, error) {
	defer process.Terminal.Close()
	if a.Interactive && isTerminal(p.Stdin) {
		saved, err := term.MakeRaw(int(p.Stdin.Fd()))
		if err == nil {
			defer term.Restore(int(p.Stdin.Fd()), saved) //nolint:errcheck // it was settable a moment ago
		}
	}
	stop := followSize(p.Stdout, func(w shim.Window) { setSize(process.Terminal, w) })
	defer stop()
	if a.Interactive {
		go io.Copy(process.Terminal, p.Stdin) //nolint:errcheck // ends with the program, or with the process
	}
	shown := make(chan error, 1)
	go func() { shown <- p.show(process) }()
	code, err := process.Wait()
	if showErr := <-shown; err == nil && showErr != nil {
		return code, &ExitError{1, fmt.Errorf("write the container's output: %w", showErr)}
	}
	return code, err
}

// show copies the process's output to ours until nobody can write any more. If
// ours cannot be written, that is a hangup to the process; what it
// still says is read all the same, or it would wait for ever for somebody to read it.
func (p *Program) show(process *sandbox.Process) error {
	out := &outcome{w: p.Stdout}
	// Reading a master whose slave nobody holds open is EIO: the end.
	io.Copy(out, process.Terminal) //nolint:errcheck // only an error of writing counts, and out has it
	if out.err != nil {
		hangUp(process)
		io.Copy(io.Discard, process.Terminal) //nolint:errcheck // until the end, see above
	}
	return out.err
}

// followSize has a terminal get the size of ours, now and whenever it changes.
func followSize(ours *os.File, resize func(shim.Window)) (stop func()) {
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	follow := func() {
		if size, err := windowOf(ours); err == nil {
			resize(size)
		}
	}
	follow()
	go func() {
		for range resized {
			follow()
		}
	}()
	return func() { signal.Stop(resized); close(resized) }
}

// windowOf is the size of a terminal.
func windowOf(f *os.File) (shim.Window, error) {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return shim.Window{}, err
	}
	return shim.Window{Rows: size.Row, Cols: size.Col}, nil
}

// setSize goes through SyscallConn, as Fd would make the master blocking.
func setSize(f *os.File, w shim.Window) {
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) { //nolint:errcheck // a closed terminal has no size
		unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: w.Rows, Col: w.Cols}) //nolint:errcheck // nor has one that hung up
	})
}
