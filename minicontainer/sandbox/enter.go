// A further process in a container that runs: what `exec` does.
//
// It gets what the container's first process has, and brings nothing in:
//
//	namespaces      all of them joined (package namespace)
//	control groups  those of the first process
//	root directory  opened as /proc/PID/root before anything is joined, and entered last: the
//	                first process may have changed it in its mount namespace
//	open files      three, and no more. A descriptor of the host's files that stays open is a
//	                way out for the container (CVE-2016-9962, CVE-2024-21626); the working
//	                directory is checked to lie inside (enterDirectory)
//	this program    from a file that cannot be written (Seal in self.go; CVE-2019-5736)
//	capabilities    no more than the first process's bounding set allows
//	environment     the caller of Enter names every variable
//
// While this program still is in the container, before its execve, processes there can see it.
// Only those with CAP_SYS_PTRACE can trace it or look at its files (PR_SET_DUMPABLE). Such a root finds what is
// the container's already, this program in memory, and a socket, on which the parent half believes nobody:
// whoever takes the child half's place can fail this one start.

package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Entry is a process to start in a container that runs.
type Entry struct {
	Pid     int            // the container's first process
	Process *specs.Process // Cwd and User as the container sees them

	// StillThere, if set, tells whether the number is still that process's. It is asked when all of
	// the process has been opened, after which the number does not count any more.
	StillThere func() bool

	// Privileged has it get the capabilities of Process, also those that the container's first process can never have.
	Privileged bool

	Seccomp       *specs.LinuxSeccomp // filter of system calls; nil is none
	DefaultFilter bool                // as in Container

	// DieWithCaller and NewKeyring are as in Container.
	DieWithCaller, NewKeyring bool
}

// inside is what the child half needs to know of the container that it is in.
type inside struct {
	Pid      int
	Bounding uint64 // capabilities, a bit each

	stillThere func() bool
}

// Enter starts the process and returns when its own program runs. Errors are as Start's. When
// the container's first process ends, the kernel ends this one, too.
func Enter(e Entry, stdio IO) (*Process, error) {
	bounding, err := boundingSet(e.Pid)
	if err != nil {
		return nil, err
	}
	if e.Privileged {
		bounding = ^uint64(0)
	}
	return start(Container{
		Spec:          &specs.Spec{Root: &specs.Root{Path: "/"}, Process: e.Process, Linux: &specs.Linux{Seccomp: e.Seccomp}},
		DieWithCaller: e.DieWithCaller, DefaultFilter: e.DefaultFilter, NewKeyring: e.NewKeyring,
		Inside: &inside{Pid: e.Pid, Bounding: bounding, stillThere: e.StillThere},
	}, stdio)
}

// boundingSet is the mask of CapBnd in /proc/PID/status. Source: proc_pid_status(5).
func boundingSet(pid int) (uint64, error) {
	f, err := os.Open(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, fmt.Errorf("look at process %d: %w", pid, err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if mask, ok := strings.CutPrefix(lines.Text(), "CapBnd:"); ok {
			return strconv.ParseUint(strings.TrimSpace(mask), 16, 64)
		}
	}
	return 0, fmt.Errorf("look at process %d: it has no capabilities", pid)
}

// openInside opens what is to be joined and entered, while the host's /proc is in sight.
func (h *halves) openInside(in *inside) (err error) {
	pid := in.Pid
	if h.joined, err = namespace.OpenAll(pid); err != nil {
		return fmt.Errorf("join container: %w", err)
	}
	fd, err := unix.Open(filepath.Join("/proc", strconv.Itoa(pid), "root"), unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open root directory of process %d: %w", pid, err)
	}
	h.root = os.NewFile(uintptr(fd), "root")
	if in.stillThere != nil && !in.stillThere() {
		return fmt.Errorf("join container: process %d has ended", pid)
	}
	return nil
}

// assembleInside plans what is left to do once the namespaces are joined.
func assembleInside(c Container) Plan {
	p := c.Spec.Process
	settle := append([]plan.Step{closeInherited{c.further}}, oomScore(p)...)
	settle = append(settle, enterRoot{})
	if p.Terminal {
		settle = append(settle, openTerminal{Root: "/", UID: p.User.UID, Size: p.ConsoleSize, Further: true})
	}
	return Plan{Settle: settle, Become: become(c)}
}

// join is the step that the parent half does itself.
type join struct{ pid int }

func (join) Name() string { return "join container" }
func (j join) Line() string {
	return plan.Quote("nsenter", "--target", strconv.Itoa(j.pid), "--all", "sh") + fmt.Sprintf("  # and into the groups of /proc/%d/cgroup", j.pid)
}

// enterRoot makes the container's root directory, which the parent half has opened, this process's.
type enterRoot struct{}

func (enterRoot) Name() string { return "enter root" }
func (enterRoot) Line() string { return "chroot .  # in the root directory of the first process" }
func (enterRoot) Do() error {
	if err := unix.Fchdir(rootFD); err != nil {
		return fmt.Errorf("enter the container's root: %w", err)
	}
	if err := unix.Chroot("."); err != nil {
		return fmt.Errorf("enter the container's root: %w", err)
	}
	return nil
}
