package guest

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// listen does what the host says, as long as it says something.
func (p *program) listen(hear io.Reader, w *wire) {
	frames := ReadFrames(hear, io.Discard)
	for {
		kind, data, err := frames.Next()
		if err != nil {
			return
		}
		switch kind {
		case Input:
			p.input(data)
			w.send(Taken, nil)
		case Window:
			p.resize(data)
		case Signal:
			p.signal(data)
		}
	}
}

// input hands on what somebody types. The serial line has room for some thousand bytes and drops what comes when it is full; so
// the host sends the next frame when this one has been taken.
func (p *program) input(data []byte) {
	switch {
	case p.hears == nil:
	case len(data) > 0:
		p.hears.Write(data) //nolint:errcheck // a program that reads no more is no error
	case p.terminal == nil:
		p.hears.Close()
		p.hears = nil
	}
}

func (p *program) resize(data []byte) {
	if p.terminal == nil || len(data) != 4 {
		return
	}
	setSize(p.terminal, Size{binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])}) //nolint:errcheck // it keeps the old one
}

func (p *program) signal(data []byte) {
	if len(data) == 1 {
		p.cmd.Process.Signal(syscall.Signal(data[0])) //nolint:errcheck // it may have ended
	}
}

// Bytes is the size as a Window frame has it.
func (s Size) Bytes() []byte {
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, s.Rows), s.Cols)
}

func setSize(terminal *os.File, s Size) error {
	return unix.IoctlSetWinsize(int(terminal.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: s.Rows, Col: s.Cols})
}

// openTerminal gives the program a terminal: not the serial line itself, which has no size and can say nothing but
// bytes, but a pair of the guest's own, whose master's bytes are framed.
func (p *program) openTerminal(s Size, owner uint32) error {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return err
	}
	slave, err := syscalls.OpenSlave(master)
	if err == nil {
		err = syscalls.EditUTF8(slave)
	}
	if err == nil {
		err = unix.Fchown(int(slave.Fd()), int(owner), -1)
	}
	if err == nil {
		err = setSize(master, s)
	}
	if err != nil {
		return fmt.Errorf("open terminal: %w", err)
	}
	p.terminal, p.hears, p.theirs = master, master, []*os.File{slave}
	p.says = []stream{{Output, master}}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = slave, slave, slave
	p.cmd.SysProcAttr.Setctty = true // Ctty 0 is the program's stdin
	return nil
}
