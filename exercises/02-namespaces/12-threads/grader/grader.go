//go:build linux

// Package grader judges exercise 02/threads: it compares the namespaces of the threads of one process.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/threads", Folder: "02-namespaces/12-threads", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A namespace belongs to a thread", KO: "네임스페이스는 스레드의 것"},
		Answer:   []string{"threads.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 5 · go doc runtime.LockOSThread · man 2 setns", KO: "레슨 2의 5단계 · go doc runtime.LockOSThread · man 2 setns"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const count = 16

// check has the program run several times: which threads a goroutine comes to run on is chance.
func check(b *grade.Bench) (f grade.Finding) {
	const rounds = 3
	for range rounds {
		if f = checkOnce(b); f.Status != grade.Pass {
			return f
		}
	}
	return f
}

func checkOnce(b *grade.Bench) grade.Finding {
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, strconv.Itoa(count)}, sentinel...)})
	defer run.Kill()
	command, found := b.Await(run, sentinel)
	if !found {
		return grade.Failed("ns.threads.not-made", grade.Said(run))
	}
	program := fakehost.Process{Pid: run.Pid}
	host := b.Host.First().Link("ns/net")
	calm(b, run)
	away, all := strangers(run.Pid, host)
	atHome := func() bool { return program.Link("ns/net") == host && command.Link("ns/net") == host }
	switch {
	case !b.Soon(atHome):
		return grade.Failed("ns.threads.moved", "/proc/PID/ns/net of your program, or of the command it started, is not the host's")
	case away > 0:
		return grade.Failed("ns.threads.left-behind", "/proc/PID/task/*/ns/net: your program's threads are in different namespaces")
	}
	if f, wrong := wrongFiles(program, host); wrong {
		return f
	}
	for _, p := range b.Host.Started(run) {
		if p.Pid != run.Pid && p.Pid != command.Pid {
			return grade.Failed("ns.threads.process", "a process besides your program and the command, state "+p.Status("State"))
		}
	}
	return grade.Passed(fmt.Sprintf("%d threads, all in the host's network namespace; %d files of other ones", all, count))
}

// strangers counts the threads of a process, and those of them that are in another network namespace.
func strangers(pid int, host string) (away, all int) {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return 0, 0
	}
	for _, task := range tasks {
		link, err := os.Readlink(fmt.Sprintf("/proc/%d/task/%s/ns/net", pid, task.Name()))
		if err != nil {
			continue // it has ended in the meantime
		}
		all++
		if link != host {
			away++
		}
	}
	return away, all
}

// calm waits until all threads sleep, at several looks in a row: one that Go throws away takes a moment to
// end, and what starts a command holds a pipe for a moment.
func calm(b *grade.Bench, run *fakehost.Running) {
	const enough = 10
	looks := 0
	b.Until(func() bool {
		looks++
		if !settled(run.Pid) {
			looks = 0
		}
		return looks > enough || run.Ended()
	})
}

// settled tells whether every thread of a process sleeps: there is none left that is about to end.
func settled(pid int) bool {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return true
	}
	return !slices.ContainsFunc(tasks, func(task os.DirEntry) bool {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/stat", pid, task.Name()))
		return err == nil && !strings.HasPrefix(string(text[strings.LastIndex(string(text), ")")+1:]), " S")
	})
}

// wrongFiles looks at what the program has open.
func wrongFiles(p fakehost.Process, host string) (f grade.Finding, wrong bool) {
	seen := map[string]bool{}
	others, hosts := []string{}, false
	for _, d := range p.Descriptors() {
		switch {
		case d.Number < 3 || strings.HasPrefix(d.To, "anon_inode:"):
		case d.To == host:
			hosts = true
		case seen[d.To]:
			return grade.Failed("ns.threads.same", "/proc/PID/fd: one network namespace, open more than once", strconv.Itoa(count)), true
		case strings.HasPrefix(d.To, "net:["):
			seen[d.To] = true
		default:
			others = append(others, d.To)
		}
	}
	switch {
	case hosts && len(seen) < count:
		return grade.Failed("ns.threads.host", "/proc/PID/fd: a file that is the host's own network namespace", strconv.Itoa(count)), true
	case hosts:
		return grade.Failed("ns.threads.open-file", fmt.Sprintf("/proc/PID/fd: %d new network namespaces and, besides, the host's", count)), true
	case len(seen) != count:
		return grade.Failed("ns.threads.not-open", fmt.Sprintf("/proc/PID/fd: %d network namespaces", len(seen)), strconv.Itoa(count)), true
	case len(others) > 0 && !strings.HasPrefix(others[0], "/sys/fs/cgroup"): // Go keeps the limits of its own group open
		return grade.Failed("ns.threads.open-file", "/proc/PID/fd: besides, "+others[0]), true
	}
	return f, false
}
