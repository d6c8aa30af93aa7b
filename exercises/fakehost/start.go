//go:build linux

// Starting a program in the fake host.
//
// A thread of the judge joins the namespaces of the fake host's first process, forks,
// and is thrown away: it has seen too much to go on as one of the judge's. Joining a PID
// namespace counts for children only, and joining a mount namespace wants a thread that
// shares its working directory with no other. Source: setns(2), pid_namespaces(7).
//
// The forked process is first a gate (gate.go): it stands still until the judge has put
// the fence around it.

package fakehost

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// Command is a program to run in the fake host.
type Command struct {
	Args []string // Args[0] is a path or a name looked up in PATH
	Env  []string // the whole environment; nil: PATH, HOME, LANG and given.JudgeEnv
	Dir  string   // "" is Work

	Stdin *os.File // nil is /dev/null

	// Streams, if set, are the program's stdin, stdout and stderr, and it stays in the
	// judge's session, so that a terminal among them is its terminal. Otherwise
	// the output is collected.
	Streams []*os.File

	User int // an ordinary user's id; 0 is root. See asUser.

	// Inherit are further files, which the program finds open from descriptor 3 on.
	Inherit []*os.File
}

// Running is a started program.
type Running struct {
	Pid    int // as the judge sees it
	proc   *os.Process
	output *output
	done   chan struct{}
	thaw   func()
	status syscall.WaitStatus
}

// Start starts the program, fenced in, in a session of its own.
func (h *Host) Start(c Command) (*Running, error) {
	out, err := newOutput()
	if err != nil {
		return nil, err
	}
	out.collect() // until nobody can write any more, us included
	defer out.closeWriters()
	gate, opener, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer gate.Close()
	defer opener.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	files := []*os.File{null, out.stdoutW, out.stderrW}
	if c.Stdin != nil {
		files[0] = c.Stdin
	}
	if c.Streams != nil {
		files = slices.Clone(c.Streams)
	}
	files = append(append(files, c.Inherit...), gate)
	proc, err := h.fork(c, files)
	if err != nil {
		return nil, fmt.Errorf("start %s in the fake host: %w", c.Args[0], err)
	}
	if err := h.fence.enclose(proc.Pid); err != nil {
		proc.Kill() //nolint:errcheck // it stands at the gate
		proc.Wait() //nolint:errcheck // reaped
		return nil, fmt.Errorf("fence %s in: %w", c.Args[0], err)
	}
	r := &Running{Pid: proc.Pid, proc: proc, output: out, done: make(chan struct{}), thaw: h.thaw}
	go r.reap()
	if _, err := opener.Write([]byte{goAhead}); err != nil {
		r.Kill()
		return nil, fmt.Errorf("open the gate: %w", err)
	}
	return r, nil
}

func (r *Running) reap() {
	defer close(r.done)
	if state, err := r.proc.Wait(); err == nil {
		r.status = state.Sys().(syscall.WaitStatus)
	}
	r.output.drain()
}

// fork starts the gate from a thread inside the fake host's namespaces.
func (h *Host) fork(c Command, files []*os.File) (*os.Process, error) {
	type outcome struct {
		proc *os.Process
		err  error
	}
	forked := make(chan outcome)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		if err := h.join(); err != nil {
			forked <- outcome{nil, err}
			return
		}
		proc, err := os.StartProcess(gateProgram, append([]string{gateName, fmt.Sprint(len(files) - 1)}, c.Args...), &os.ProcAttr{
			Dir: c.dir(), Env: c.env(), Files: files, Sys: &syscall.SysProcAttr{Setsid: c.Streams == nil, Credential: c.asUser()},
		})
		forked <- outcome{proc, err}
	}()
	o := <-forked
	return o.proc, o.err
}

// join brings the calling thread into the fake host.
func (h *Host) join() error {
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return fmt.Errorf("unshare working directory: %w", err)
	}
	pidfd, err := unix.PidfdOpen(h.Init, 0)
	if err != nil {
		return fmt.Errorf("find the fake host's first process: %w", err)
	}
	defer unix.Close(pidfd)
	all := unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS
	if len(h.fence.Trees) > 0 {
		all |= unix.CLONE_NEWCGROUP
	}
	if err := unix.Setns(pidfd, all); err != nil {
		return fmt.Errorf("join the fake host: %w", err)
	}
	return nil
}

func (c Command) dir() string {
	if c.Dir == "" {
		return Work
	}
	return c.Dir
}

func (c Command) env() []string {
	if c.Env == nil {
		return []string{"PATH=" + Path, "HOME=/root", "LANG=C.UTF-8", given.JudgeEnv + "=1"}
	}
	return c.Env
}

// Wait waits for the program's end, or for the time limit to pass; then it is
// killed with its whole session's processes left to Host.Close.
func (r *Running) Wait(limit time.Duration) (timedOut bool) {
	select {
	case <-r.done:
		return false
	case <-time.After(limit):
		r.Kill()
		return true
	}
}

// End waits for the program's end, however long it takes, and returns its Status.
func (r *Running) End() int {
	<-r.done
	return r.Status()
}

// Ended tells whether the program has ended.
func (r *Running) Ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// Kill ends the program and waits until it has ended.
func (r *Running) Kill() {
	r.thaw()
	if err := r.proc.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return
	}
	<-r.done
}

// Status is how the program ended, as a shell tells it: 0–255, or 128+n for
// signal n. It is meaningful after Wait.
func (r *Running) Status() int {
	if r.status.Signaled() {
		return 128 + int(r.status.Signal())
	}
	return r.status.ExitStatus()
}

// Stdout and Stderr are what the program has printed so far, at most outputLimit
// bytes of each.
func (r *Running) Stdout() string { return r.output.stdout.String() }

// Stderr is the other stream.
func (r *Running) Stderr() string { return r.output.stderr.String() }
