// Package process says who a process is, and holds it.
//
// A process number alone says little: the kernel gives it to another process when the first
// has ended, and after a restart of the machine all begin anew. A command that trusts the
// number in a file may kill somebody else's program. A number, the moment its process
// began and the boot it began in are together one process for ever.
package process

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Identity is one process of this machine's history. The zero value is none.
type Identity struct {
	PID   int    `json:"pid"`
	Start uint64 `json:"start"` // clock ticks since boot: proc_pid_stat(5), field 22
	Boot  string `json:"boot"`  // /proc/sys/kernel/random/boot_id
}

// IsZero tells whether p is none.
func (p Identity) IsZero() bool { return p == Identity{} }

// Identify describes the process that has the number now. It may be dead, but not yet
// waited for.
func Identify(pid int) (Identity, error) {
	start, err := startTime(pid)
	if err != nil {
		return Identity{}, fmt.Errorf("identify process %d: %w", pid, err)
	}
	boot, err := bootID()
	if err != nil {
		return Identity{}, fmt.Errorf("identify process %d: %w", pid, err)
	}
	return Identity{PID: pid, Start: start, Boot: boot}, nil
}

func bootID() (string, error) {
	text, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(text)), err
}

// startTime reads field 22. The second field is the program's name in parentheses and may hold
// anything, parentheses too, so the fields are counted from the last one.
func startTime(pid int) (uint64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	const third, startField = 3, 22
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) <= startField-third {
		return 0, errors.New("read /proc/PID/stat: too few fields")
	}
	return strconv.ParseUint(fields[startField-third], 10, 64)
}

// Handle holds a process: what is done through it is done to that process and no other,
// even if it ends meanwhile and its number is given away. Source: pidfd_open(2), Linux 5.3.
type Handle struct{ file *os.File }

// Open holds the process. The error is os.ErrProcessDone if it has ended. The caller
// closes the handle.
func (p Identity) Open() (*Handle, error) {
	boot, err := bootID()
	if err != nil {
		return nil, err
	}
	if p.PID <= 0 || p.Boot != boot {
		return nil, os.ErrProcessDone
	}
	fd, err := unix.PidfdOpen(p.PID, 0)
	if errors.Is(err, unix.ESRCH) || errors.Is(err, unix.EINVAL) {
		return nil, os.ErrProcessDone // EINVAL: a thread has the number now
	}
	if err != nil {
		return nil, fmt.Errorf("open process %d: %w", p.PID, err)
	}
	h := &Handle{os.NewFile(uintptr(fd), "pidfd")}
	// In this order: had the number changed hands before we held it, the time would tell.
	if start, err := startTime(p.PID); err != nil || start != p.Start || h.ended() {
		h.Close()
		return nil, os.ErrProcessDone
	}
	return h, nil
}

// Alive tells whether the process runs.
func (p Identity) Alive() bool {
	h, err := p.Open()
	if err == nil {
		h.Close()
	}
	return !errors.Is(err, os.ErrProcessDone)
}

// Close lets the process go.
func (h *Handle) Close() { h.file.Close() }

// Signal sends a signal. The error is os.ErrProcessDone if the process has ended.
func (h *Handle) Signal(sig unix.Signal) error {
	err := unix.PidfdSendSignal(int(h.file.Fd()), sig, nil, 0)
	if errors.Is(err, unix.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}

// ForEver is a patience without end.
const ForEver time.Duration = -1

// Wait waits until the process has ended, or the patience is over, and tells whether it
// has. The kernel wakes us: a pidfd of a dead process is readable. Source: pidfd_open(2).
func (h *Handle) Wait(patience time.Duration) bool {
	if patience < 0 {
		return h.poll(-1)
	}
	// In one call of poll(2), rounded up to its milliseconds.
	return h.poll(int((patience + time.Millisecond - 1) / time.Millisecond))
}

// WaitOr waits until the process has ended or the descriptor other can be read, and tells whether the
// process has ended.
func (h *Handle) WaitOr(other int) bool {
	return h.poll(-1, unix.PollFd{Fd: int32(other), Events: unix.POLLIN})
}

// poll waits for the process first of all. A signal to this program that interrupts it lets it
// begin anew with what is left of the time.
func (h *Handle) poll(milliseconds int, others ...unix.PollFd) bool {
	deadline := time.Now().Add(time.Duration(milliseconds) * time.Millisecond)
	fds := append([]unix.PollFd{{Fd: int32(h.file.Fd()), Events: unix.POLLIN}}, others...)
	for {
		_, err := unix.Poll(fds, milliseconds)
		if !errors.Is(err, unix.EINTR) {
			return err == nil && fds[0].Revents != 0
		}
		if milliseconds > 0 {
			milliseconds = int(max(0, time.Until(deadline)) / time.Millisecond)
		}
	}
}

func (h *Handle) ended() bool { return h.poll(0) }
