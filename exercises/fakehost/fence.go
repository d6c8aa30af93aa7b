//go:build linux

// The fence: what a learner's program may use of the machine.
//
// A watchdog adds up what the processes of the fake host use, stops them when it is too
// much, and can tell the learner which limit it was. Behind it, for what is quicker
// than a watchdog, stand walls of the kernel: a control group around the whole program where
// the machine gives us one (package cgroup), and limits of each process and of the
// number of processes everywhere (gate.go).

package fakehost

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// What all processes of a fake host may use together.
const (
	MaxMemory    = 384 << 20 // bytes, of all processes together
	MaxProcesses = 96        // processes and threads together
	MaxGroups    = 500       // control groups that one controller gets meanwhile
)

// Fence is handed to New.
type Fence struct {
	// Procs are the cgroup.procs files of control groups that hold a program in, open for
	// writing. The kernel looks at who opened them, so a judge without rights can
	// use them.
	Procs []*os.File

	// Trees are the hierarchies in which the fake host gets groups of its own, one for each of Procs; none
	// where it needs none. Top is cgroup.procs of the top of the one of version 2, whose processes are in a leaf.
	Trees []Tree
	Top   *os.File
}

// enclose puts a process into the control groups.
func (f Fence) enclose(pid int) error {
	for _, procs := range f.Procs {
		if _, err := procs.Write([]byte(strconv.Itoa(pid))); err != nil {
			return err
		}
	}
	return nil
}

// Breach is a limit that a program has run into.
type Breach string

// The breaches.
const (
	NoBreach  Breach = ""
	Memory    Breach = "memory"
	Processes Breach = "processes"
	Groups    Breach = "groups"
)

// Watch ends the host when its processes use more than they may, and tells which
// limit it was. It looks often enough that little more than the limit can be used.
func (h *Host) Watch(stop <-chan struct{}) Breach {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	before := h.groupsOfMachine()
	for {
		select {
		case <-stop:
			return NoBreach
		case <-tick.C:
		}
		breach := h.look()
		for controller, groups := range h.groupsOfMachine() {
			if groups > before[controller]+MaxGroups {
				breach = Groups
			}
		}
		if breach != NoBreach {
			h.first.Signal(os.Kill) //nolint:errcheck // gone is gone
			return breach
		}
	}
}

// groupsOfMachine is the number of control groups of each controller. The kernel holds the memory of each, and
// version 1 has no limit for them. Others make some meanwhile, but not hundreds. Source: cgroups(7), /proc/cgroups.
func (h *Host) groupsOfMachine() map[string]int {
	if len(h.fence.Trees) == 0 {
		return nil
	}
	numbers := map[string]int{}
	text, _ := os.ReadFile("/proc/cgroups") //nolint:errcheck // a kernel without version 1 has the limit of version 2
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) == 4 {
			numbers[fields[0]], _ = strconv.Atoi(fields[2]) //nolint:errcheck // the heading is no number
		}
	}
	for i, top := range h.tops { // a tree without controllers is not in that list
		var st unix.Stat_t
		if unix.Fstat(int(top.Fd()), &st) == nil {
			numbers[h.fence.Trees[i].Point] = int(st.Nlink) // each group in it is a link, for its ".."
		}
	}
	return numbers
}

func (h *Host) look() Breach {
	memory, threads := 0, 0
	for _, p := range h.Processes() {
		memory += p.resident()
		n, _ := strconv.Atoi(p.Status("Threads")) //nolint:errcheck // a process that has ended counts nothing
		threads += n
	}
	switch {
	case memory > MaxMemory:
		return Memory
	case threads > MaxProcesses:
		return Processes
	}
	return NoBreach
}

// resident is the memory of the process alone, in bytes.
func (p Process) resident() int {
	var kilobytes int
	fmt.Sscanf(strings.TrimSpace(p.Status("RssAnon")), "%d", &kilobytes) //nolint:errcheck // as above
	var shared int
	fmt.Sscanf(strings.TrimSpace(p.Status("RssShmem")), "%d", &shared) //nolint:errcheck // as above
	return (kilobytes + shared) << 10
}
