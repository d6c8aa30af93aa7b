package guest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// init is where the first process begins and ends, like the child half of a container
// (package sandbox): nobody can forget to ask. A container may have a process 1 as well, but
// not under this name.
func init() {
	if os.Getpid() == 1 && os.Args[0] == Init {
		status, err := live()
		end(status, err)
	}
}

// notOurs is the status of a guest that could not be prepared.
const notOurs = 125

// live prepares the machine, and runs the program to its end.
func live() (status int, err error) {
	order, err := readOrder(OrderFile)
	if err != nil {
		return notOurs, err
	}
	if err := plan.Run(Plan(order), nil); err != nil {
		return notOurs, err
	}
	return run(order)
}

// end says what there is to say and switches the machine off. If the first process merely
// ended, the kernel would panic.
func end(status int, err error) {
	console := consoleOr(os.Stdout)
	if err != nil {
		fmt.Fprintf(console, "\n%s: %v\n", os.Args[0], err)
	}
	fmt.Fprint(console, End.line(status))
	unix.IoctlSetInt(int(console.Fd()), unix.TCSBRK, 1) //nolint:errcheck // tcdrain(3); there is nobody left to tell
	unix.Sync()
	unix.Reboot(unix.LINUX_REBOOT_CMD_POWER_OFF) //nolint:errcheck // then the kernel panics, which ends the machine, too
}

// consoleOr opens the serial line. What the kernel gives as stdin, stdout and stderr is
// /dev/console, which is the same device.
func consoleOr(other *os.File) *os.File {
	console, err := os.OpenFile("/dev/console", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return other
	}
	return console
}

// run starts the program, waits for it and for whoever else ends, and returns its status.
func run(o Order) (int, error) {
	if len(o.Args) == 0 {
		return notOurs, errors.New("run program: the order names none")
	}
	console := consoleOr(os.Stdout)
	if err := makeRaw(int(console.Fd())); err != nil {
		return notOurs, fmt.Errorf("set up serial line: %w", err)
	}
	fmt.Fprint(console, Begin.line(0))
	cmd := exec.Command(o.Args[0], o.Args[1:]...)
	cmd.Env, cmd.Dir = o.Env, o.Dir
	cmd.Stdout, cmd.Stderr = console, console
	if err := cmd.Start(); err != nil {
		return notOurs, fmt.Errorf("run program: %w", err)
	}
	return reapUntil(cmd.Process.Pid)
}

// reapUntil waits for everybody: orphans are the first process's children, and without it they
// stay zombies.
func reapUntil(pid int) (int, error) {
	for {
		var status unix.WaitStatus
		who, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR), err == nil && who != pid:
			continue
		case err != nil:
			return notOurs, fmt.Errorf("wait for program: %w", err)
		case status.Signaled():
			return 128 + int(status.Signal()), nil
		}
		return status.ExitStatus(), nil
	}
}

// makeRaw has the serial line pass bytes on as they are, and not write \r\n for \n.
// Source: termios(3), OPOST.
func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Oflag &^= unix.OPOST
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
