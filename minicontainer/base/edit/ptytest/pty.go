// Package ptytest gives tests a terminal: a pseudo-terminal pair, and a screen
// that shows what a person in front of it would see.
package ptytest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Terminal is a pseudo-terminal of a fixed size. The program under test gets
// Slave; the test types with Type and looks with Wait.
type Terminal struct {
	Slave  *os.File
	Screen *Screen
	master *os.File
	t      testing.TB
}

const patience = 10 * time.Second

// Open makes a terminal that is closed when the test ends. Source: pts(4).
func Open(t testing.TB, cols, rows int) *Terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	term := &Terminal{master: master, Screen: NewScreen(cols), t: t}
	var number int
	control(t, master, func(fd int) error {
		if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
			return err
		}
		number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
		return err
	})
	term.Resize(cols, rows)
	term.Slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("open terminal: %v", err)
	}
	t.Cleanup(func() { term.Slave.Close() })
	return term
}

func control(t testing.TB, f *os.File, do func(fd int) error) {
	t.Helper()
	conn, err := f.SyscallConn()
	if err == nil {
		conn.Control(func(fd uintptr) { err = do(int(fd)) }) //nolint:errcheck // err tells
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Resize changes the size; the kernel tells the foreground group by SIGWINCH.
func (term *Terminal) Resize(cols, rows int) {
	control(term.t, term.master, func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(rows), Col: uint16(cols)})
	})
}

// Type sends what a keyboard would.
func (term *Terminal) Type(text string) {
	term.t.Helper()
	if _, err := term.master.WriteString(text); err != nil {
		term.t.Fatal(err)
	}
}

// Wait reads what the program writes until the screen is as wanted.
func (term *Terminal) Wait(what string, wanted func(*Screen) bool) {
	term.t.Helper()
	deadline := time.Now().Add(patience)
	buf := make([]byte, 4096)
	for !wanted(term.Screen) {
		term.master.SetReadDeadline(deadline) //nolint:errcheck // without a deadline the test itself has one
		n, err := term.master.Read(buf)
		term.Screen.Write(string(buf[:n]))
		if err != nil && !wanted(term.Screen) {
			term.t.Fatalf("%s: %v; the screen shows:\n%s\ncursor %d,%d", what, err, term.Screen, term.Screen.Col, term.Screen.Row)
		}
	}
}

// WaitText waits until the screen contains a text.
func (term *Terminal) WaitText(text string) {
	term.t.Helper()
	term.Wait(fmt.Sprintf("wait for %q", text), func(s *Screen) bool { return strings.Contains(s.String(), text) })
}

// WaitLine waits until the last line is the text and the cursor stands at a column.
func (term *Terminal) WaitLine(text string, col int) {
	term.t.Helper()
	term.Wait(fmt.Sprintf("wait for %q, column %d", text, col), func(s *Screen) bool {
		return strings.TrimRight(s.LastLine(), " ") == text && s.Col == col
	})
}
