package cgroup

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Start starts cmd inside the group, from a thread of its own that ends
// afterwards; see Door.Attach. If cmd.SysProcAttr has a Pdeathsig, the thread stays until
// the program has ended, so that the signal means what it says. The caller calls cmd.Wait.
func (g *Group) Start(cmd *exec.Cmd) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	started := make(chan error, 1)
	go g.startLocked(cmd, started)
	return <-started
}

// startLocked never unlocks the thread: when the goroutine returns, the runtime
// ends the thread with it.
func (g *Group) startLocked(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread()
	if unix.Gettid() == unix.Getpid() {
		// The first thread cannot end. While it is held here, another goroutine gets
		// another thread.
		another := make(chan error)
		go g.startLocked(cmd, another)
		started <- <-another
		runtime.UnlockOSThread()
		return
	}
	pidfd, err := g.startHere(cmd)
	started <- err
	if err == nil && pidfd >= 0 {
		awaitEnd(pidfd)
		unix.Close(pidfd)
	}
}

// startHere returns a descriptor of the program if the thread must outlive it, else -1.
func (g *Group) startHere(cmd *exec.Cmd) (pidfd int, err error) {
	door, err := g.Door()
	if err != nil {
		return -1, err
	}
	defer door.Close()
	release, err := door.Attach(cmd.SysProcAttr)
	if err != nil {
		return -1, err
	}
	defer release()
	if err := cmd.Start(); err != nil {
		return -1, err
	}
	if cmd.SysProcAttr.Pdeathsig == 0 {
		return -1, nil
	}
	// Nobody can have called cmd.Wait yet, so the number is still the program's.
	pidfd, err = unix.PidfdOpen(cmd.Process.Pid, 0)
	if err != nil {
		cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
		cmd.Wait()         //nolint:errcheck // killed
		return -1, fmt.Errorf("open process %d: %w", cmd.Process.Pid, err)
	}
	return pidfd, nil
}

// awaitEnd returns when the process has ended. It does not reap it.
func awaitEnd(pidfd int) {
	fds := []unix.PollFd{{Fd: int32(pidfd), Events: unix.POLLIN}}
	for {
		if _, err := unix.Poll(fds, -1); !errors.Is(err, unix.EINTR) {
			return
		}
	}
}
