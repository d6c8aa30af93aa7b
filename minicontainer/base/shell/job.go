package shell

import (
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// job is what was started by one pipeline. With job control its processes are
// a process group, so that the terminal can be given to all of them and a
// Ctrl-C reaches all of them and nobody else.
type job struct {
	id         int // %1; 0 while it runs in the foreground
	pgid       int // 0 without job control
	procs      []*process
	text       string
	background bool
	modes      *unix.Termios // of the terminal when it was stopped
}

// attributes puts a child into the group of the job. The first member leads it;
// without job control all stay in the shell's group.
func (j *job) attributes(s *Shell) *syscall.SysProcAttr {
	if s.terminal == nil {
		return nil
	}
	return &syscall.SysProcAttr{Setpgid: true, Pgid: j.pgid}
}

// enlist adds a process to a job. The group of the first is that of the job.
func (s *Shell) enlist(j *job, p *process) {
	j.procs = append(j.procs, p)
	if s.terminal == nil || j.pgid != 0 || p.pid == 0 {
		return
	}
	j.pgid = p.pid
	if !j.background {
		s.terminal.give(j.pgid)
	}
}

type jobState int

const (
	running jobState = iota
	stopped
	done
)

func (s *Shell) state(j *job) jobState {
	state := done
	for _, p := range j.procs {
		switch p := s.reaper.look(p); {
		case p.done:
		case p.stopped:
			state = stopped
		default:
			return running
		}
	}
	return state
}

// jobStatus is the status of the last process of a pipeline; with pipefail,
// of the last that failed.
func (s *Shell) jobStatus(j *job) int {
	status := 0
	for i, p := range j.procs {
		code := exitStatus(s.reaper.look(p).status)
		if i == len(j.procs)-1 && !s.opts[pipefail] || s.opts[pipefail] && code != 0 {
			status = code
		}
	}
	return status
}

// exitStatus is $? for a child: a signal shows as 128 and its number.
func exitStatus(w syscall.WaitStatus) int {
	switch {
	case w.Signaled():
		return 128 + int(w.Signal())
	case w.Stopped():
		return 128 + int(w.StopSignal())
	}
	return w.ExitStatus()
}

// foreground waits for a job, with the terminal in its hands.
func (s *Shell) foreground(j *job) {
	if s.terminal != nil && j.pgid != 0 {
		s.terminal.give(j.pgid)
	}
	for s.state(j) == running || s.state(j) == stopped && s.stoppedTooEarly(j) {
		s.pause(j)
	}
	s.letSignalsArrive()
	s.status = s.jobStatus(j)
	if s.terminal != nil {
		s.takeTerminal(j)
	}
	s.reportSignal(j)
	if s.state(j) == done {
		s.forget(j)
	}
}

// pause waits until something happens. A key pressed before the job owned the
// terminal has reached the shell instead: it is passed on. Any other signal
// waits for the job to end, as its trap must.
func (s *Shell) pause(j *job) {
	select {
	case <-s.reaper.changed:
	case sig := <-s.caught:
		_, trapped := s.traps[signalName(sig.(unix.Signal))]
		isKey := sig == unix.SIGINT || sig == unix.SIGQUIT || sig == unix.SIGTSTP
		if isKey && !trapped && s.terminal != nil && j.pgid != 0 {
			unix.Kill(-j.pgid, sig.(unix.Signal)) //nolint:errcheck // a job that has ended needs no signal
		} else {
			s.deferred = append(s.deferred, sig)
		}
	}
}

// stoppedTooEarly starts a job again that read from the terminal before the
// shell had handed it over: the child runs as soon as it exists, and only its
// parent gives the terminal away.
func (s *Shell) stoppedTooEarly(j *job) bool {
	if s.terminal == nil || j.pgid == 0 {
		return true // nobody here handles a stopped job: wait until it goes on
	}
	early := false
	for _, p := range j.procs {
		if p := s.reaper.look(p); p.stopped && (p.status.StopSignal() == unix.SIGTTIN || p.status.StopSignal() == unix.SIGTTOU) {
			early = true
		}
	}
	if early {
		s.resume(j)
	}
	return early
}

func (s *Shell) resume(j *job) {
	s.reaper.mu.Lock()
	for _, p := range j.procs {
		p.stopped = false
	}
	s.reaper.mu.Unlock()
	unix.Kill(-j.pgid, unix.SIGCONT) //nolint:errcheck // a job that has ended needs no signal
}

// takeTerminal gives the terminal back to the shell. The modes are set right
// when the job had no chance to do so itself.
func (s *Shell) takeTerminal(j *job) {
	s.terminal.give(s.terminal.pgid)
	last := s.reaper.look(j.procs[len(j.procs)-1])
	switch {
	case s.state(j) == stopped:
		j.modes = s.terminal.modes()
		s.terminal.setModes(s.terminal.saved)
		s.remember(j)
		s.write(2, "\n"+s.describe(j))
		s.abort()
	case last.status.Signaled():
		s.terminal.setModes(s.terminal.saved)
	}
}

// reportSignal names the signal that ended a foreground job. An interrupt
// needs no name, but ends what the prompt was running: the user meant all of it.
func (s *Shell) reportSignal(j *job) {
	w := s.reaper.look(j.procs[len(j.procs)-1]).status
	if !w.Signaled() || w.Signal() == unix.SIGPIPE {
		return
	}
	if w.Signal() != unix.SIGINT {
		s.write(2, signalText(w)+"\n")
	} else if s.opts['i'] {
		s.write(2, "\n")
		s.abort()
	}
}

// remember puts a job on the list under the lowest free number.
func (s *Shell) remember(j *job) {
	if j.id != 0 {
		return
	}
	j.id = 1
	for s.jobByID(j.id) != nil {
		j.id++
	}
	s.jobs = append(s.jobs, j)
}

func (s *Shell) jobByID(id int) *job {
	for _, j := range s.jobs {
		if j.id == id {
			return j
		}
	}
	return nil
}

func (s *Shell) forget(j *job) {
	for i, other := range s.jobs {
		if other == j {
			s.jobs = append(s.jobs[:i:i], s.jobs[i+1:]...)
			return
		}
	}
}

// findJob reads %1, %+, %-, %name or the number of a process.
func (s *Shell) findJob(spec string) *job {
	name, isJob := strings.CutPrefix(spec, "%")
	if !isJob {
		return s.jobByPid(spec)
	}
	switch {
	case len(s.jobs) == 0:
		return nil
	case name == "" || name == "+" || name == "%":
		return s.jobs[len(s.jobs)-1]
	case name == "-":
		return s.jobs[max(len(s.jobs)-2, 0)]
	}
	if id, err := strconv.Atoi(name); err == nil {
		return s.jobByID(id)
	}
	for _, j := range s.jobs {
		if strings.HasPrefix(j.text, name) {
			return j
		}
	}
	return nil
}

func (s *Shell) jobByPid(spec string) *job {
	pid, err := strconv.Atoi(spec)
	for _, j := range s.jobs {
		for _, p := range j.procs {
			if err == nil && p.pid == pid {
				return j
			}
		}
	}
	return nil
}

// describe is a line of jobs(1).
func (s *Shell) describe(j *job) string {
	mark := " "
	switch n := len(s.jobs); {
	case n > 0 && s.jobs[n-1] == j:
		mark = "+"
	case n > 1 && s.jobs[n-2] == j:
		mark = "-"
	}
	state := "Running"
	switch s.state(j) {
	case stopped:
		state = "Stopped"
	case done:
		state = s.ending(j)
	}
	return "[" + strconv.Itoa(j.id) + "]" + mark + " " + state + strings.Repeat(" ", max(20-len(state), 1)) + j.text + "\n"
}

func (s *Shell) ending(j *job) string {
	w := s.reaper.look(j.procs[len(j.procs)-1]).status
	switch {
	case w.Signaled():
		return signalText(w)
	case w.ExitStatus() != 0:
		return "Done(" + strconv.Itoa(w.ExitStatus()) + ")"
	}
	return "Done"
}

// reportJobs tells, before a prompt, which background jobs have ended.
func (s *Shell) reportJobs() {
	for _, j := range append([]*job(nil), s.jobs...) {
		if s.state(j) == done {
			s.write(2, s.describe(j))
			s.forget(j)
		}
	}
}
