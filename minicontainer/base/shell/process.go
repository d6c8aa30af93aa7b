package shell

import (
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// process is a child, or the memory of one that could not be started.
type process struct {
	pid     int
	status  syscall.WaitStatus
	done    bool
	stopped bool
	grouped bool // a member of a job's process group
}

// failed is a process that ended before it began.
func failed(status int) *process {
	return &process{done: true, status: syscall.WaitStatus(status << 8)}
}

// reaper collects children, its own goroutine woken by SIGCHLD. It waits for
// any child, not for those it knows: to PID 1 of a container the kernel gives
// every orphan, and one that is never waited for stays a zombie until the
// container ends. Source: wait(2), pid_namespaces(7).
type reaper struct {
	mu      sync.Mutex
	procs   map[int]*process
	held    bool // the members of a job are being started
	self    int
	changed chan struct{} // holds a token when something has changed
}

func newReaper() *reaper {
	r := &reaper{procs: map[int]*process{}, self: os.Getpid(), changed: make(chan struct{}, 1)}
	child := make(chan os.Signal, 1)
	signal.Notify(child, unix.SIGCHLD)
	go func() {
		for {
			r.collect()
			<-child
		}
	}()
	return r
}

// collect takes everything the kernel has to report. While a job is being
// started it leaves process groups alone, but not the processes of a $(…) among
// the job's words: the shell waits for those before it can go on.
func (r *reaper) collect() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.held {
		const anyChild = -1
		r.collectFrom(anyChild)
		return
	}
	for pid, p := range r.procs {
		if !p.grouped {
			r.collectFrom(pid)
		}
	}
}

// collectFrom loops because several children that end together cause one
// SIGCHLD.
func (r *reaper) collectFrom(which int) {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(which, &status, syscall.WNOHANG|syscall.WUNTRACED|syscall.WCONTINUED, nil)
		if err == syscall.EINTR {
			continue
		}
		if pid <= 0 {
			return
		}
		r.record(pid, status)
	}
}

// hold keeps the leader of a new job from being collected before all members
// have been started. It may end at once; as a zombie it keeps its process group
// alive, but once waited for it takes the group along, and who is still to join
// gets EPERM. Source: setpgid(2).
func (r *reaper) hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = true
}

func (r *reaper) release() {
	r.mu.Lock()
	r.held = false
	r.mu.Unlock()
	r.collect()
}

func (r *reaper) record(pid int, status syscall.WaitStatus) {
	p, ok := r.procs[pid]
	if !ok {
		return // an orphan: its status interests nobody
	}
	p.stopped = status.Stopped()
	if !status.Continued() {
		p.status = status
	}
	if status.Exited() || status.Signaled() {
		p.done = true
		delete(r.procs, pid)
	}
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// start is fork and exec. The lock keeps the reaper from seeing the child
// before it is known.
func (r *reaper) start(path string, argv []string, attr *syscall.ProcAttr) (*process, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	pid, err := syscall.ForkExec(path, argv, attr)
	if err != nil {
		return nil, err
	}
	p := &process{pid: pid, grouped: attr.Sys != nil && attr.Sys.Setpgid}
	r.procs[pid] = p
	return p, nil
}

func (r *reaper) look(p *process) process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return *p
}

// spawn starts a program as a member of a job. When that is not possible it
// says why and returns a process that has failed.
func (s *Shell) spawn(args []string, j *job) *process {
	path, err := s.lookup(args[0])
	if err == nil {
		var p *process
		if p, err = s.exec(path, args, j); err == nil {
			return p
		}
	}
	s.errorf("%v", err)
	status := 126
	var ce *commandError
	if errors.As(err, &ce) {
		status = ce.status
	}
	return failed(status)
}

func (s *Shell) exec(path string, args []string, j *job) (*process, error) {
	p, err := s.reaper.start(path, args, &syscall.ProcAttr{
		Env: s.vars.export(), Files: s.fds.files(), Sys: j.attributes(s),
	})
	if errors.Is(err, unix.ENOEXEC) && isScript(path) {
		return s.execScript(path, args, j)
	}
	if err != nil {
		return nil, explain(args[0], path, err)
	}
	return p, nil
}

// execScript runs a text file without a #! line by a shell of its own.
func (s *Shell) execScript(path string, args []string, j *job) (*process, error) {
	self, err := s.executable()
	if err != nil {
		return nil, err
	}
	return s.reaper.start(self, append([]string{"sh", path}, args[1:]...), &syscall.ProcAttr{
		Env: s.vars.export(), Files: s.fds.files(), Sys: j.attributes(s),
	})
}

// executable is the path of the running binary. A container may have no /proc;
// then it is the file the shell was started by.
func (s *Shell) executable() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	if s.args[0] != "" && s.args[0][0] == '/' {
		return s.args[0], nil
	}
	return s.lookup("sh")
}
