package applet

import (
	"fmt"
	"os"

	"golang.org/x/term"
)

// A keyboard reads single keys from the terminal while it is open.
type keyboard struct {
	file  *os.File
	saved *term.State
}

// openKeyboard opens the controlling terminal, since standard input may be what
// is being read. Close puts the terminal's modes back.
func openKeyboard() (*keyboard, error) {
	file, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return nil, err
		}
		file = os.Stdin // a container may have no /dev/tty
	}
	saved, err := term.MakeRaw(int(file.Fd()))
	if err != nil {
		return nil, fmt.Errorf("set terminal modes: %w", err)
	}
	return &keyboard{file, saved}, nil
}

// Close gives the terminal back as it was.
func (k *keyboard) Close() error { return term.Restore(int(k.file.Fd()), k.saved) }

// key waits for one byte. Ctrl-C, a byte like others on a raw terminal, and the
// end of the terminal read as q.
func (k *keyboard) key() byte {
	var b [1]byte
	if n, err := k.file.Read(b[:]); n == 0 || err != nil || b[0] == 3 {
		return 'q'
	}
	return b[0]
}

// keys sends every key to a channel, for as long as the process lives.
func (k *keyboard) keys() <-chan byte {
	pressed := make(chan byte)
	go func() {
		for {
			pressed <- k.key()
		}
	}()
	return pressed
}
