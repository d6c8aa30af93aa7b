//go:build linux

// Terminals: an engine gets the master over a socket, a person's own terminal is tied to it.

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// sendTerminal sends the master through a unix socket, as a file descriptor (SCM_RIGHTS), with its name. Source: unix(7).
func sendTerminal(socket string, master *os.File) error {
	defer master.Close()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return fmt.Errorf("send terminal: %w", err)
	}
	defer conn.Close() //nolint:errcheck // what was sent has arrived
	if _, _, err := conn.WriteMsgUnix([]byte(master.Name()), unix.UnixRights(int(master.Fd())), nil); err != nil {
		return fmt.Errorf("send terminal to %s: %w", socket, err)
	}
	return nil
}

// ownTerminal is this program's terminal, tied to the container's.
type ownTerminal struct{ master *os.File }

func (t *ownTerminal) take(master *os.File) error {
	t.master = master
	return nil
}

// serve ties the two together until the function that it returns is called, when the container has ended.
func (t *ownTerminal) serve(*sandbox.Process) (stop func()) {
	if t.master == nil {
		return func() {}
	}
	restore := func() {}
	if saved, err := term.MakeRaw(int(os.Stdin.Fd())); err == nil {
		restore = func() { term.Restore(int(os.Stdin.Fd()), saved) } //nolint:errcheck // it was settable a moment ago
	}
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	go func() {
		for t.resize(); ; t.resize() {
			<-resized
		}
	}()
	go io.Copy(t.master, os.Stdin) //nolint:errcheck // ends with the program, or with the container
	shown := make(chan struct{})
	go func() {
		io.Copy(os.Stdout, t.master) //nolint:errcheck // reading a master whose slave nobody holds open is EIO: the end
		close(shown)
	}()
	return func() {
		<-shown
		t.master.Close()
		restore()
	}
}

// resize gives the container's terminal the size of ours.
func (t *ownTerminal) resize() {
	size, err := unix.IoctlGetWinsize(int(os.Stdout.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return
	}
	conn, err := t.master.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) { //nolint:errcheck // a closed terminal has no size
		unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size) //nolint:errcheck // nor has one that hung up
	})
}
