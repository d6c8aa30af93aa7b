package shell

import (
	"math/bits"
	"runtime"

	"golang.org/x/sys/unix"
)

// terminal is the controlling terminal of a shell with job control. At any
// time one process group owns it (tcgetpgrp(3)): only that group may read, and
// the keys for INT, QUIT and TSTP go to that group.
type terminal struct {
	fd    int
	pgid  int // the shell's own group
	first int // the group that owned the terminal before
	saved *unix.Termios
}

func (s *Shell) isTerminal(n int) bool {
	fd, ok := s.fds[n]
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err == nil
}

// openTerminal takes the terminal for job control: wait until the shell itself
// is in the foreground, make it the leader of a group of its own, and give
// that group the terminal. It is an error when standard input is a terminal
// that does not control this session, as in a container without a new session.
func openTerminal(stdin int) (*terminal, error) {
	fd, err := unix.FcntlInt(uintptr(stdin), unix.F_DUPFD_CLOEXEC, firstOwn)
	if err != nil {
		return nil, err
	}
	t := &terminal{fd: fd}
	for {
		if t.first, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP); err != nil {
			unix.Close(fd)
			return nil, err
		}
		if t.first == unix.Getpgrp() || t.first == 0 {
			break
		}
		unix.Kill(0, unix.SIGTTIN) //nolint:errcheck // stops us until the parent gives us the terminal
	}
	unix.Setpgid(0, 0) //nolint:errcheck // a session leader may not, and leads a group already
	t.pgid = unix.Getpgrp()
	t.give(t.pgid)
	t.saved = t.modes()
	return t, nil
}

// give makes pgid the owner of the terminal. Who does that from the background
// is stopped by SIGTTOU, unless the signal is blocked in the calling thread.
// Blocking touches no disposition that a child would inherit.
func (t *terminal) give(pgid int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var block, old unix.Sigset_t
	const bit = uint(unix.SIGTTOU - 1)
	block.Val[bit/bits.UintSize] = 1 << (bit % bits.UintSize)
	if unix.PthreadSigmask(unix.SIG_BLOCK, &block, &old) != nil {
		return
	}
	unix.IoctlSetPointerInt(t.fd, unix.TIOCSPGRP, pgid) //nolint:errcheck // a terminal that hung up has no owner
	unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)    //nolint:errcheck // it was settable a moment ago
}

func (t *terminal) modes() *unix.Termios {
	modes, _ := unix.IoctlGetTermios(t.fd, unix.TCGETS)
	return modes
}

func (t *terminal) setModes(modes *unix.Termios) {
	if modes != nil {
		unix.IoctlSetTermios(t.fd, unix.TCSETSW, modes) //nolint:errcheck // a terminal that hung up has no modes
	}
}

// restore returns the terminal to whoever had it before the shell.
func (t *terminal) restore() { t.give(t.first) }
