//go:build linux

package grader

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// threads are those of a process. The kernel answers in /proc also to a thread's number.
func threads(pid int) []fakehost.Process {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return nil
	}
	var all []fakehost.Process
	for _, e := range entries {
		if tid, err := strconv.Atoi(e.Name()); err == nil {
			all = append(all, fakehost.Process{Pid: tid})
		}
	}
	return all
}

// gaveUp tells by what the threads have joined how far the program has come.
func gaveUp(b *grade.Bench, c container, run *fakehost.Running, command string) grade.Finding {
	said := grade.Said(run)
	far := []string{}
	for _, p := range b.Host.Started(run) {
		for _, t := range threads(p.Pid) {
			if has := joined(c, t, kinds...); len(has) > len(far) {
				far = has
			}
		}
	}
	inside := slices.Contains(far, "mnt")
	seen := said + "\na thread of your program has joined: " + strings.Join(append(far, "nothing else"), ", ")
	switch {
	case strings.Contains(run.Stderr(), "newosproc") || strings.Contains(run.Stderr(), "new OS thread"):
		// The words of a command that is a Go program: the kernel makes no thread for a process whose
		// children would be in another PID namespace.
		return grade.Failed("ns.enter.no-fork", noNumber)
	case strings.Contains(said, "invalid argument") && !inside:
		return grade.Failed("ns.enter.threads", seen)
	case strings.Contains(said, "invalid argument"):
		return grade.Failed("ns.enter.user", seen)
	case inside && len(far) < len(kinds) && strings.Contains(said, "/proc/") && strings.Contains(said, "no such"):
		return grade.Failed("ns.enter.too-late", seen)
	}
	return grade.Failed("ns.enter.not-started", seen, command)
}
