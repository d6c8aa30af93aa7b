package shell

import (
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"mvdan.cc/sh/v3/syntax"
)

// The builtins that look at jobs and processes.

func (s *Shell) jobsBuiltin(args []string) int {
	for _, j := range slices.Clone(s.jobs) {
		if len(args) > 0 && args[0] == "-p" {
			s.printf("%d\n", j.procs[0].pid)
		} else {
			s.printf("%s", s.describe(j))
		}
		if s.state(j) == done {
			s.forget(j)
		}
	}
	return 0
}

// wait waits for all jobs, or for those named. A signal with a trap ends it at
// once, with 128 and the signal's number: that is how a script at PID 1 can
// react to a signal while its child is running.
func (s *Shell) wait(args []string) int {
	if len(args) == 0 {
		for _, j := range slices.Clone(s.jobs) {
			if status, interrupted := s.await(j); interrupted {
				return status
			}
		}
		return 0
	}
	status := 0
	for _, arg := range args {
		j := s.findJob(arg)
		if j == nil {
			status = 127
			continue
		}
		var interrupted bool
		if status, interrupted = s.await(j); interrupted {
			return status
		}
	}
	return status
}

func (s *Shell) await(j *job) (status int, interrupted bool) {
	for s.state(j) == running || s.state(j) == stopped && s.terminal == nil {
		select {
		case <-s.reaper.changed:
		case sig := <-s.caught:
			name := signalName(sig.(unix.Signal))
			s.runTrap(sig)
			if s.traps[name] != "" || s.jump.kind != noJump {
				return s.afterTrap(sig.(unix.Signal)), true
			}
		}
	}
	status = s.jobStatus(j)
	if s.state(j) == done {
		s.forget(j)
	}
	return status, false
}

// afterTrap is the status of an interrupted wait, unless the trap said exit N.
func (s *Shell) afterTrap(sig unix.Signal) int {
	if s.jump.kind == jumpExit {
		return s.status
	}
	return 128 + int(sig)
}

func (s *Shell) fg(args []string) int {
	j, ok := s.selectJob("fg", args)
	if !ok {
		return 1
	}
	s.printf("%s\n", j.text)
	j.background = false
	s.terminal.setModes(j.modes)
	s.terminal.give(j.pgid)
	s.resume(j)
	s.foreground(j)
	return s.status
}

func (s *Shell) bg(args []string) int {
	j, ok := s.selectJob("bg", args)
	if !ok {
		return 1
	}
	j.background = true
	s.printf("[%d] %s &\n", j.id, j.text)
	s.resume(j)
	return 0
}

func (s *Shell) selectJob(name string, args []string) (*job, bool) {
	if s.terminal == nil {
		s.errorf("%s: no job control", name)
		return nil, false
	}
	spec := "%+"
	if len(args) > 0 {
		spec = args[0]
	}
	j := s.findJob(spec)
	if j == nil {
		s.errorf("%s: %s: no such job", name, spec)
		return nil, false
	}
	return j, true
}

// warnStopped refuses the first exit while jobs are stopped: they would be
// left without a shell to go on in.
func (s *Shell) warnStopped() bool {
	if s.warned {
		return false
	}
	for _, j := range s.jobs {
		if s.state(j) == stopped && s.terminal != nil {
			s.errorf("you have stopped jobs")
			s.warned = true
			return true
		}
	}
	return false
}

// kill [-s SIGNAL | -SIGNAL] pid|%job …, kill -l [number].
func (s *Shell) kill(args []string) int {
	sig := unix.SIGTERM
	if len(args) > 0 && args[0] == "-l" {
		return s.listSignals(args[1:])
	}
	if len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && args[0] != "--" {
		name := args[0][1:]
		args = args[1:]
		if name == "s" && len(args) > 0 {
			name, args = args[0], args[1:]
		}
		var ok bool
		if sig, ok = parseSignal(name); !ok {
			s.errorf("kill: %s: no such signal", name)
			return 2
		}
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		s.errorf("kill: usage: kill [-signal] pid|%%job ...")
		return 2
	}
	status := 0
	for _, target := range args {
		if err := s.killOne(target, sig); err != nil {
			s.errorf("kill %s: %v", target, err)
			status = 1
		}
		if target == strconv.Itoa(s.reaper.self) {
			s.expectSignal(sig)
		}
		if s.jump.kind != noJump {
			return s.status // the trap has decided
		}
	}
	return status
}

// expectSignal waits for a signal the shell has sent to itself. The kernel
// delivers it at once, but the Go runtime passes it on by another goroutine.
func (s *Shell) expectSignal(sig unix.Signal) {
	if s.traps[signalName(sig)] == "" || sig == unix.SIGKILL || sig == unix.SIGSTOP || sig == unix.SIGCHLD {
		return
	}
	for {
		got := <-s.caught
		s.runTrap(got)
		if got == sig || s.jump.kind != noJump {
			return
		}
	}
}

// killOne signals a job by its group; without job control, each of its processes.
func (s *Shell) killOne(target string, sig unix.Signal) error {
	if !strings.HasPrefix(target, "%") {
		pid, err := strconv.Atoi(target)
		if err != nil {
			return unix.EINVAL
		}
		return unix.Kill(pid, sig)
	}
	j := s.findJob(target)
	if j == nil {
		return unix.ESRCH
	}
	if j.pgid != 0 {
		err := unix.Kill(-j.pgid, sig)
		if s.state(j) == stopped && (sig == unix.SIGTERM || sig == unix.SIGHUP) {
			s.resume(j) // a stopped process acts on a signal only when it continues
		}
		return err
	}
	var err error
	for _, p := range j.procs {
		err = unix.Kill(p.pid, sig)
	}
	return err
}

func (s *Shell) listSignals(args []string) int {
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil {
			s.errorf("kill: %s: bad number", arg)
			return 2
		}
		s.printf("%s\n", signalName(unix.Signal(n&127)))
	}
	if len(args) > 0 {
		return 0
	}
	for n := unix.Signal(1); n < 32; n++ {
		s.printf("%2d) %s\n", int(n), signalName(n))
	}
	return 0
}

// times prints the processor time of the shell and of its children.
func (s *Shell) times([]string) int {
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			return 1
		}
		s.printf("%s %s\n", minutes(u.Utime), minutes(u.Stime))
	}
	return 0
}

func minutes(t syscall.Timeval) string {
	d := time.Duration(t.Nano())
	return strconv.Itoa(int(d.Minutes())) + "m" + strconv.FormatFloat((d%time.Minute).Seconds(), 'f', 6, 64) + "s"
}

// timed is `time pipeline`: elapsed, user and system time on standard error.
func (s *Shell) timed(st *syntax.Stmt) {
	start := time.Now()
	var before, after syscall.Rusage
	syscall.Getrusage(unix.RUSAGE_CHILDREN, &before) //nolint:errcheck // cannot fail with these arguments
	if st != nil {
		s.stmt(st)
	}
	syscall.Getrusage(unix.RUSAGE_CHILDREN, &after) //nolint:errcheck // cannot fail with these arguments
	s.printTo(2, "real\t%.3fs\nuser\t%.3fs\nsys\t%.3fs\n", time.Since(start).Seconds(),
		seconds(after.Utime)-seconds(before.Utime), seconds(after.Stime)-seconds(before.Stime))
}

func seconds(t syscall.Timeval) float64 { return time.Duration(t.Nano()).Seconds() }
