package guest

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// init is where the first process begins and ends, like the child half of a container
// (package sandbox): nobody can forget to ask. A container may have a process 1 as well, but
// not under this name.
func init() {
	if os.Getpid() == 1 && os.Args[0] == Init {
		order, err := readOrder(OrderFile)
		status := notOurs
		if err == nil {
			status, err = live(order)
		}
		end(order, status, err)
	}
}

// Statuses of a program that has not run, as docker run's.
const (
	notOurs       = 125 // the guest could not be prepared
	notExecutable = 126
	notFound      = 127
)

// live prepares the machine, and runs the program to its end.
func live(order Order) (status int, err error) {
	if err := plan.Run(Plan(order), nil); err != nil {
		return notOurs, err
	}
	console := console()
	if err := makeRaw(int(console.Fd())); err != nil {
		return notOurs, fmt.Errorf("set up serial line: %w", err)
	}
	return run(order.Program, &wire{to: console}, console)
}

// end says what there is to say and switches the machine off. If the first process merely
// ended, the kernel would panic.
func end(order Order, status int, err error) {
	console := console()
	last := []byte{byte(status)}
	if err != nil {
		last = append(last, err.Error()...)
	}
	(&wire{to: console}).send(End, last[:min(len(last), MaxFrame)])
	unix.IoctlSetInt(int(console.Fd()), unix.TCSBRK, 1) //nolint:errcheck // tcdrain(3); there is nobody left to tell
	unix.Sync()
	how := unix.LINUX_REBOOT_CMD_POWER_OFF
	if order.Reset {
		how = unix.LINUX_REBOOT_CMD_RESTART
	}
	unix.Reboot(how) //nolint:errcheck // then the kernel panics, which ends the machine, too
}

// console is the serial line. What the kernel gives as stdin, stdout and stderr is
// /dev/console, which is the same device; before there is a /dev, one of them has to do.
func console() *os.File {
	console, err := os.OpenFile("/dev/console", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return os.Stdout
	}
	return console
}

// wire is our end of the serial line, for several who write.
type wire struct {
	mu sync.Mutex
	to io.Writer
}

// send writes a frame. If the serial line is broken there is nobody to tell.
func (w *wire) send(k Kind, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	WriteFrame(w.to, k, data) //nolint:errcheck // see above
}

// forward sends what is read from a program, to its end.
func (w *wire) forward(k Kind, from io.Reader) {
	buffer := make([]byte, MaxFrame)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			w.send(k, buffer[:n])
		}
		if err != nil {
			return // a terminal that nobody holds any more is EIO
		}
	}
}

// makeRaw has the serial line pass bytes on as they are, both ways: no editing, no echo, no \r\n for \n,
// no signal for the byte that Ctrl-C is. Source: termios(3), cfmakeraw.
func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	t.Oflag &^= unix.OPOST
	t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
