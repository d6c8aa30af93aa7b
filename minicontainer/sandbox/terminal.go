// A terminal of the container's own.
//
// A pseudo-terminal is a pair: what is written to the master comes out of the
// slave as if typed. The slave must belong to the container's devpts, or
// /dev/pts/0 in it would name nothing; so it is opened inside, and the master
// travels out through a socket as a file descriptor (SCM_RIGHTS), the way every
// OCI runtime hands a terminal to its caller. Source: pty(7), unix(7).

package sandbox

import (
	"fmt"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

type openTerminal struct {
	Root string
	UID  uint32 // who owns it, as login(1) has it: /dev/stdout is opened anew by path
	Size *specs.Box

	Further bool // not the container's first terminal, which /dev/console is
}

func (openTerminal) Name() string { return "open terminal" }
func (openTerminal) Line() string {
	return plan.NotTypable("a pseudo-terminal of the container's own, its other end handed to the caller")
}

// Do makes the new terminal the process's stdin, stdout, stderr and controlling terminal.
func (t openTerminal) Do() error {
	if err := t.open(); err != nil {
		return fmt.Errorf("open terminal: %w", err)
	}
	return nil
}

func (t openTerminal) open() error {
	master, err := syscalls.OpenInRoot(t.Root, "/dev/pts/ptmx", unix.O_RDWR|unix.O_NOCTTY)
	if err != nil {
		return err
	}
	defer master.Close()
	if t.Size != nil {
		size := &unix.Winsize{Row: uint16(t.Size.Height), Col: uint16(t.Size.Width)}
		if err := unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, size); err != nil {
			return fmt.Errorf("set size: %w", err)
		}
	}
	slave, err := syscalls.OpenSlave(master)
	if err != nil {
		return err
	}
	defer slave.Close()
	if err := unix.Fchown(int(slave.Fd()), int(t.UID), -1); err != nil {
		return fmt.Errorf("give to uid %d: %w", t.UID, err)
	}
	if err := syscalls.EditUTF8(slave); err != nil {
		return err
	}
	if !t.Further {
		if err := t.bindConsole(master); err != nil {
			return err
		}
	}
	if err := becomeTerminal(slave); err != nil {
		return err
	}
	return unix.Sendmsg(consoleFD, []byte("tty"), unix.UnixRights(int(master.Fd())), nil, 0)
}

// bindConsole shows the terminal as /dev/console as well.
func (t openTerminal) bindConsole(master *os.File) error {
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		return err
	}
	slave, err := syscalls.OpenInRoot(t.Root, fmt.Sprintf("/dev/pts/%d", n), unix.O_PATH)
	if err != nil {
		return err
	}
	defer slave.Close()
	console, err := syscalls.CreateInRoot(t.Root, "/dev/console")
	if err != nil {
		return err
	}
	defer console.Close()
	return unix.Mount(syscalls.FDPath(slave), syscalls.FDPath(console), "", unix.MS_BIND, "")
}

func becomeTerminal(slave *os.File) error {
	for fd := 0; fd < firstInherited; fd++ {
		if err := unix.Dup3(int(slave.Fd()), fd, 0); err != nil {
			return err
		}
	}
	if err := unix.IoctlSetInt(0, unix.TIOCSCTTY, 0); err != nil {
		return fmt.Errorf("take as controlling terminal: %w", err)
	}
	return nil
}
