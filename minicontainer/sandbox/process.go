package sandbox

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
)

// Process is a started container. Its methods may be called from several goroutines, Wait once.
//
// Package os has the same, but tries first, once in each program, whether the kernel has what it needs for it,
// and forks for that: a millisecond of every start.
type Process struct {
	Pid int

	// Terminal is the master end of the container's terminal when the spec asks
	// for one, else nil. The caller closes it.
	Terminal *os.File

	// OOM tells, after Wait, how many processes of the container the kernel has killed because its group had no
	// memory left.
	OOM int

	group  *cgroup.Group // the container's own, nil if it has none
	ended  chan struct{} // closed when it is reaped
	mu     sync.Mutex
	reaped bool // the number may be somebody else's now
}

// Signal sends a signal to the container's process. An error of os.ErrProcessDone
// means that it has ended.
func (p *Process) Signal(sig os.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	number, ok := sig.(unix.Signal)
	if !ok {
		return fmt.Errorf("signal container: %v is no signal of Linux", sig)
	}
	if p.reaped {
		return os.ErrProcessDone
	}
	if err := unix.Kill(p.Pid, number); err != nil {
		return fmt.Errorf("signal container: %w", err)
	}
	return nil
}

// Wait waits for the end of the container's process and returns its exit status as
// a shell would: 0–255, or 128+n when signal n ended it. What still runs in the container's
// group is killed, and the group removed.
func (p *Process) Wait() (int, error) {
	status, err := p.reap()
	if p.group == nil {
		return status, err
	}
	p.OOM = p.group.OOMKills()
	return status, errors.Join(err, p.group.Remove())
}

func (p *Process) reap() (int, error) {
	if err := p.awaitEnd(); err != nil {
		return 0, fmt.Errorf("wait for container: %w", err)
	}
	// It has ended and is still there, as a zombie: nobody gets its number before it is reaped.
	p.mu.Lock()
	defer p.mu.Unlock()
	status, err := namespace.Reap(p.Pid)
	p.reaped = true
	close(p.ended)
	switch {
	case err != nil:
		return 0, fmt.Errorf("wait for container: %w", err)
	case status.Signaled():
		return 128 + int(status.Signal()), nil
	}
	return status.ExitStatus(), nil
}

// awaitEnd returns when the process has ended, and does not reap it. Source: waitid(2), WNOWAIT.
func (p *Process) awaitEnd() error {
	for {
		err := unix.Waitid(unix.P_PID, p.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// abandon ends a container that did not come up.
func (p *Process) abandon() {
	p.Signal(unix.SIGKILL) //nolint:errcheck // it may have ended by itself, which is as good
	p.Wait()               //nolint:errcheck // reaped, whatever it says
}
