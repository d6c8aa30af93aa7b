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

// wantsUser tells whether the program holds a user namespace open, or speaks of one.
func wantsUser(b *grade.Bench, run *fakehost.Running) bool {
	holds := func(d fakehost.Descriptor) bool { return strings.HasPrefix(d.To, "user:[") }
	return strings.Contains(grade.Said(run), "user") ||
		slices.ContainsFunc(b.Host.Started(run), func(p fakehost.Process) bool { return slices.ContainsFunc(p.Descriptors(), holds) })
}

// gaveUp tells by what the threads have joined how far the program has come.
func gaveUp(b *grade.Bench, c container, run *fakehost.Running, command string) grade.Finding {
	b.Settled(run) // the command may be gone and the program not yet
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
	case grade.RefusedThread(run): // the command, which is a Go program
		return grade.Failed("ns.enter.no-fork", noNumber)
	case strings.Contains(said, "invalid argument") && !inside && !wantsUser(b, run):
		return grade.Failed("ns.enter.threads", seen)
	case strings.Contains(said, "invalid argument"):
		return grade.Failed("ns.enter.user", seen)
	case inside && len(far) < len(kinds) && strings.Contains(said, "/proc/") && strings.Contains(said, "no such"):
		return grade.Failed("ns.enter.too-late", seen)
	}
	return grade.Failed("ns.enter.not-started", seen, command)
}
