// A machine in motion: QEMU is a child of ours, the guest's serial line is its stdin and stdout.

package vm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

// Outcome is what became of a machine whose program has ended.
type Outcome struct {
	Status int           // of the program; 128+n if signal n ended it
	Booted time.Duration // from QEMU's start to the program's
}

// Boot switches the machine on and returns when it is off, or when the context ends, which
// it must: a guest that hangs says nothing. out gets what the guest's program writes, line by
// line as it comes. The error quotes the last lines of the serial line if the program has not ended.
func (m Machine) Boot(ctx context.Context, out io.Writer) (Outcome, error) {
	ctx, unplug := context.WithCancel(ctx)
	defer unplug()
	// The death signal is for QEMU when this thread ends, not the process (prctl(2)).
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	args := m.Args()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	serial, err := cmd.StdoutPipe()
	if err != nil {
		return Outcome{}, fmt.Errorf("boot machine: %w", err)
	}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return Outcome{}, fmt.Errorf("boot machine: %w", err)
	}
	listener := listener{out: out, now: func() time.Duration { return time.Since(began) }, unplug: unplug}
	read := listener.listen(serial)
	if read != nil {
		unplug()
	}
	err = errors.Join(ctx.Err(), cmd.Wait(), read)
	if listener.ended {
		return listener.outcome, nil // however QEMU took the end
	}
	if err == nil {
		err = errors.New("the guest is off and its program has not ended")
	}
	return listener.outcome, fmt.Errorf("boot machine: %w\n%s%s", err, complaint.String(), strings.Join(listener.last, ""))
}

// listener tells the guest's program from everything else on the serial line: the program's
// output is between two marks of package guest.
type listener struct {
	out     io.Writer
	now     func() time.Duration
	unplug  func()
	last    []string // the last lines, whoever wrote them
	running bool
	ended   bool
	outcome Outcome
}

func (l *listener) listen(serial io.Reader) error {
	lines := bufio.NewReader(serial)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			if err := l.hear(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (l *listener) hear(line string) error {
	const kept = 20
	if l.last = append(l.last, line); len(l.last) > kept {
		l.last = l.last[1:]
	}
	switch mark, status := guest.ReadMark(line); {
	case mark == guest.Begin:
		l.running, l.outcome.Booted = true, l.now()
	case mark == guest.End:
		l.running, l.ended, l.outcome.Status = false, true, status
		const patience = 5 * time.Second // with a guest that cannot find its switch
		time.AfterFunc(patience, l.unplug)
	case l.running:
		_, err := io.WriteString(l.out, line)
		return err
	}
	return nil
}
