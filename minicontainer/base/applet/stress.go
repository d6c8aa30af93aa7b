package applet

// stress: processes that use up a resource, as stress(1) starts them.
//
// Each worker is a process of its own, so that ps shows it and the OOM killer
// can take it alone. Go cannot fork: a worker is this binary started again with
// --worker KIND.

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

var stressCommand = command{
	name: "stress", usage: "[-c|--cpu N] [-m|--vm N] [--vm-bytes B] [-i|--io N] [-t|--timeout N[smhd]] [-q]", short: "load processors, memory and disks",
	options: "c:m:i:t:qv", long: "cpu=c vm=m io=i timeout=t quiet=q verbose=v vm-bytes: vm-keep vm-hang: worker:",
	run: runStress,
}

type stresser struct {
	*call
	workers []*exec.Cmd
	ended   chan *exec.Cmd
	started time.Time
}

func runStress(c *call) error {
	if kind, ok := c.value("worker"); ok {
		return c.stressWorker(kind)
	}
	// PR_SET_PDEATHSIG fires when the thread that started the child ends: keep
	// to one thread, so that the workers die with us and not before.
	runtime.LockOSThread()
	s := &stresser{call: c, ended: make(chan *exec.Cmd), started: time.Now()}
	counts := map[string]int{}
	for kind, option := range map[string]string{"cpu": "c", "vm": "m", "io": "i"} {
		n, err := c.count(option, 0)
		if err != nil {
			return err
		}
		counts[kind] = n
	}
	if counts["cpu"]+counts["vm"]+counts["io"] == 0 {
		return usagef("no workers given")
	}
	timeout, err := c.duration("t", 0)
	if err != nil {
		return err
	}
	s.info("info", "dispatching hogs: %d cpu, %d io, %d vm, 0 hdd", counts["cpu"], counts["io"], counts["vm"])
	for _, kind := range []string{"cpu", "io", "vm"} {
		if err := s.start(kind, counts[kind]); err != nil {
			s.killAll()
			return err
		}
	}
	return s.wait(timeout)
}

func (s *stresser) info(level, format string, args ...any) {
	if level == "info" && s.has("q") {
		return
	}
	s.printf("stress: %s: [%d] %s\n", level, os.Getpid(), fmt.Sprintf(format, args...))
	s.flush()
}

func (s *stresser) start(kind string, count int) error {
	self, err := selfPath(os.Args[0])
	if err != nil {
		return err
	}
	args := []string{"stress", "--worker", kind}
	if size, ok := s.value("vm-bytes"); ok {
		args = append(args, "--vm-bytes", size)
	}
	for i := 0; i < count; i++ {
		worker := &exec.Cmd{
			Path: self, Args: args, Stderr: os.Stderr, Env: append(os.Environ(), "GOMAXPROCS=1"),
			SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
		}
		if err := worker.Start(); err != nil {
			return fmt.Errorf("start worker: %w", err)
		}
		s.workers = append(s.workers, worker)
		go func() {
			worker.Wait() //nolint:errcheck // the state says it all
			s.ended <- worker
		}()
	}
	return nil
}

// wait ends at the timeout, which is success, or with the first worker that
// ends by itself, which is failure.
func (s *stresser) wait(timeout time.Duration) error {
	var over <-chan time.Time
	if timeout > 0 {
		over = time.After(timeout)
	}
	select {
	case <-over:
		s.killAll()
		s.info("info", "successful run completed in %ds", s.seconds())
		return nil
	case worker := <-s.ended:
		status := worker.ProcessState.Sys().(syscall.WaitStatus)
		if status.Signaled() {
			s.info("FAIL", "worker %d got signal %d", worker.Process.Pid, status.Signal())
		} else {
			s.info("FAIL", "worker %d returned error %d", worker.Process.Pid, status.ExitStatus())
		}
		s.killAll()
		s.info("FAIL", "failed run completed in %ds", s.seconds())
		return statusError{status: 1}
	}
}

func (s *stresser) seconds() int { return int(time.Since(s.started).Seconds()) }

func (s *stresser) killAll() {
	for _, worker := range s.workers {
		worker.Process.Kill() //nolint:errcheck // it may have ended already
	}
}

func (c *call) stressWorker(kind string) error {
	switch kind {
	case "cpu":
		for x := 1.0; ; x++ {
			if math.Sqrt(x) < 0 { // keeps the compiler from dropping the root
				return nil
			}
		}
	case "io":
		for {
			unix.Sync()
		}
	case "vm":
		return c.holdMemory()
	}
	return usagef("unknown worker %q", kind)
}

// holdMemory maps memory and writes to each page again and again. Only a
// written page takes memory: an untouched one costs the cgroup nothing.
func (c *call) holdMemory() error {
	size := int64(256 << 20)
	if text, ok := c.value("vm-bytes"); ok {
		var err error
		if size, err = parseSize(text); err != nil {
			return err
		}
	}
	memory, err := unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANONYMOUS|unix.MAP_PRIVATE)
	if err != nil {
		return fmt.Errorf("map %d bytes: %w", size, err)
	}
	for value := byte('Z'); ; value++ {
		for i := 0; i < len(memory); i += os.Getpagesize() {
			memory[i] = value
		}
	}
}
