package syscalls

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// OpenSlave opens the other end by the master itself (TIOCGPTPEER), so that no
// path, which an image could have prepared, is walked. The caller closes it. Source: ioctl_tty(2).
func OpenSlave(master *os.File) (*os.File, error) {
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		return nil, fmt.Errorf("unlock: %w", err)
	}
	fd, _, errno := unix.Syscall(unix.SYS_IOCTL, master.Fd(), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		return nil, fmt.Errorf("open other end: %w", errno)
	}
	return os.NewFile(fd, "terminal"), nil
}

// EditUTF8 has the kernel's own line editing (of `cat`, of `read`) take a character back
// whole; a fresh terminal takes back one byte, which leaves two thirds of a Hangul
// syllable. Source: termios(3), IUTF8.
func EditUTF8(slave *os.File) error {
	modes, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil {
		return err
	}
	modes.Iflag |= unix.IUTF8
	return unix.IoctlSetTermios(int(slave.Fd()), unix.TCSETS, modes)
}
