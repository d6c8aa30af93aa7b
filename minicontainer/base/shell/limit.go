package shell

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// resource is one limit of setrlimit(2) as ulimit names and counts it.
type resource struct {
	flag byte
	id   int
	unit uint64
	text string
}

var resources = []resource{
	{'t', unix.RLIMIT_CPU, 1, "cpu time (seconds)"},
	{'f', unix.RLIMIT_FSIZE, 512, "file size (blocks)"},
	{'d', unix.RLIMIT_DATA, 1024, "data seg size (kbytes)"},
	{'s', unix.RLIMIT_STACK, 1024, "stack size (kbytes)"},
	{'c', unix.RLIMIT_CORE, 512, "core file size (blocks)"},
	{'m', unix.RLIMIT_RSS, 1024, "resident set size (kbytes)"},
	{'l', unix.RLIMIT_MEMLOCK, 1024, "locked memory (kbytes)"},
	{'u', unix.RLIMIT_NPROC, 1, "processes"},
	{'n', unix.RLIMIT_NOFILE, 1, "open files"},
	{'v', unix.RLIMIT_AS, 1024, "address space (kbytes)"},
	{'w', unix.RLIMIT_LOCKS, 1, "locks"},
	{'e', unix.RLIMIT_NICE, 1, "scheduling priority"},
	{'r', unix.RLIMIT_RTPRIO, 1, "real-time priority"},
}

// ulimit [-SH] [-a | -resource [limit]]. Without S or H a new limit is both the
// soft and the hard one, and the soft one is shown.
func (s *Shell) ulimit(args []string) int {
	soft, hard, all, flag := false, false, false, byte('f')
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		for _, letter := range []byte(args[0][1:]) {
			switch letter {
			case 'S':
				soft = true
			case 'H':
				hard = true
			case 'a':
				all = true
			default:
				flag = letter
			}
		}
		args = args[1:]
	}
	if all {
		for _, r := range resources {
			s.printf("-%c: %-28s %s\n", r.flag, r.text, r.show(hard))
		}
		return 0
	}
	r, ok := findResource(flag)
	if !ok {
		s.errorf("ulimit: -%c: no such limit", flag)
		return 2
	}
	if len(args) == 0 {
		return s.printf("%s\n", r.show(hard))
	}
	if err := r.set(args[0], soft || !hard, hard || !soft); err != nil {
		s.errorf("ulimit: -%c %s: %v", flag, args[0], err)
		return 2
	}
	return 0
}

func findResource(flag byte) (resource, bool) {
	for _, r := range resources {
		if r.flag == flag {
			return r, true
		}
	}
	return resource{}, false
}

func (r resource) limits() (syscall.Rlimit, error) {
	var lim syscall.Rlimit
	err := syscall.Getrlimit(r.id, &lim)
	if r.id == unix.RLIMIT_NOFILE && err == nil && lim.Cur == lim.Max-1 {
		lim.Cur = childFileLimit(lim.Cur)
	}
	return lim, err
}

func (r resource) show(hard bool) string {
	lim, err := r.limits()
	if err != nil {
		return "unknown"
	}
	n := lim.Cur
	if hard {
		n = lim.Max
	}
	if n == unix.RLIM_INFINITY {
		return "unlimited"
	}
	return strconv.FormatUint(n/r.unit, 10)
}

func (r resource) set(text string, soft, hard bool) error {
	lim, err := r.limits()
	if err != nil {
		return err
	}
	n := uint64(unix.RLIM_INFINITY)
	if !strings.HasPrefix("unlimited", text) || text == "" {
		if n, err = strconv.ParseUint(text, 10, 64); err != nil {
			return err
		}
		n *= r.unit
	}
	if soft {
		lim.Cur = n
	}
	if hard {
		lim.Max = n
	}
	return syscall.Setrlimit(r.id, &lim)
}

// childFileLimit finds the soft limit of open files that a command will see.
// The Go runtime raises its own to the hard limit (less one) and puts the old
// one back in its children, but tells nobody what it was. So a child is made
// that the kernel stops at its exec (ptrace(2)), looked at, and killed.
func childFileLimit(fallback uint64) uint64 {
	self, err := os.Executable()
	if err != nil {
		return fallback
	}
	runtime.LockOSThread() // only the thread that traces may wait for the stop
	defer runtime.UnlockOSThread()
	pid, err := syscall.ForkExec(self, []string{"sh"}, &syscall.ProcAttr{Sys: &syscall.SysProcAttr{Ptrace: true}})
	if err != nil {
		return fallback
	}
	defer unix.Kill(pid, unix.SIGKILL) //nolint:errcheck // our own stopped child
	var lim unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &lim); err != nil {
		return fallback
	}
	return lim.Cur
}
