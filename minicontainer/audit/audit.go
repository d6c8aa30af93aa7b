// Package audit tells what a piece of work has left behind on the machine.
//
// Take a snapshot before, another after, and compare: what is there only
// afterwards is a leak. The tests of every package do this. It looks at what containers are made of: mounts,
// processes, network interfaces, packet filter rules, control groups, loop
// devices, files in the temporary directory.
//
// Namespaces are not counted by themselves: a namespace lives as long as a
// process or a bind mount holds it, and both are seen.
package audit

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Snapshot is the machine at one moment, as this process sees it: kind of thing →
// the things, each as one line of text.
type Snapshot map[string][]string

// A probe lists all things of one kind. The kernel's list is taken as it is: a line that
// changes is a thing that changed.
type probe struct {
	kind string
	list func(Options) ([]string, error)
}

// Options say what belongs to the work that is watched.
type Options struct {
	// Descendants of this process are the processes to count. Without a subreaper
	// (prctl(2), PR_SET_CHILD_SUBREAPER) orphans escape to another parent and are missed.
	Pid int
	// TempDir is the directory whose entries count, or "".
	TempDir string
	// Reap has Settle wait for children of this process that nobody else waits for any
	// more. An orphan that is dead but not waited for keeps the first process of its PID
	// namespace from ending (pid_namespaces(7)), which then looks like a leak.
	Reap bool
}

var probes = []probe{
	{"mount", mounts},
	{"process", processes},
	{"link", links},
	{"rule", rules},
	{"cgroup", cgroups},
	{"loop device", loops},
	{"temporary file", tempFiles},
}

// Take lists everything. The error names the kind that could not be listed; an
// audit that cannot look must not say that all is well.
func Take(o Options) (Snapshot, error) {
	s := Snapshot{}
	for _, p := range probes {
		lines, err := p.list(o)
		if err != nil {
			return nil, fmt.Errorf("list %ss: %w", p.kind, err)
		}
		sort.Strings(lines)
		s[p.kind] = lines
	}
	return s, nil
}

// Leaks are the things of after that before does not have, as "kind: thing".
func Leaks(before, after Snapshot) []string {
	var leaks []string
	for _, p := range probes {
		for _, thing := range missingFrom(before[p.kind], after[p.kind]) {
			leaks = append(leaks, p.kind+": "+thing)
		}
	}
	return leaks
}

// Lost are the things of before that after does not have any more: what the work
// took away from the machine.
func Lost(before, after Snapshot) []string {
	return Leaks(after, before)
}

// missingFrom are the lines of now that known lacks, counted: twice the same mount is two.
func missingFrom(known, now []string) []string {
	left := map[string]int{}
	for _, k := range known {
		left[k]++
	}
	var missing []string
	for _, n := range now {
		if left[n] > 0 {
			left[n]--
			continue
		}
		missing = append(missing, n)
	}
	return missing
}

// Settle takes snapshots until nothing leaks or the patience is over, and returns the last
// list. The kernel takes some things away late (the veth pair of a network
// namespace that has died, about 0.2 s), so one look too early would accuse the innocent. A control group leaks only if
// each look finds it: those of containers come and go all the time where other tests run, and do not tell whose they are.
func Settle(before Snapshot, o Options, patience time.Duration) ([]string, error) {
	deadline := time.Now().Add(patience)
	var always []string // leaks that every look has found
	for first := true; ; first = false {
		if o.Reap {
			reap()
		}
		after, err := Take(o)
		if err != nil {
			return nil, err
		}
		leaks := append(Leaks(before, after), prefixed("lost ", Lost(before, after))...)
		leaks = slices.DeleteFunc(leaks, func(l string) bool {
			return strings.HasPrefix(l, "cgroup: ") && !first && !slices.Contains(always, l)
		})
		always = leaks
		if len(leaks) == 0 || time.Now().After(deadline) {
			return leaks, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func reap() {
	for {
		pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil)
		if pid <= 0 || err != nil {
			return
		}
	}
}

func prefixed(prefix string, lines []string) []string {
	var out []string
	for _, l := range lines {
		// Processes end, and who finds the control group of a dead one clears it away: no loss.
		if !strings.HasPrefix(l, "process") && !abandoned(l) {
			out = append(out, prefix+l)
		}
	}
	return out
}
