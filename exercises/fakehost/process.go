//go:build linux

// What the kernel says of a process, seen from outside: nothing here asks the process.
// Source: proc(5) and its pages proc_pid_*(5).

package fakehost

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Process is one process of the fake host, numbered as the judge sees it.
type Process struct{ Pid int }

func (p Process) path(name string) string { return fmt.Sprintf("/proc/%d/%s", p.Pid, name) }

// Alive tells whether the process is there to stay: no zombie, and not about to be one. Who has been killed is
// seen in /proc for a moment longer, first with the signal pending, then without memory. Source: proc_pid_status(5).
func (p Process) Alive() bool {
	const kill = 1 << (unix.SIGKILL - 1)
	pending, _ := strconv.ParseUint(p.Status("ShdPnd"), 16, 64)
	own, _ := strconv.ParseUint(p.Status("SigPnd"), 16, 64)
	return p.there() && p.Status("VmSize") != "" && (pending|own)&kill == 0
}

// there tells whether the process has not ended yet.
func (p Process) there() bool {
	state := p.Status("State")
	return state != "" && !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

// Stopped tells whether a signal has stopped the process (SIGSTOP).
func (p Process) Stopped() bool { return strings.HasPrefix(p.Status("State"), "T") }

// Link is where a link of the process leads, as readlink(1) shows it: "root", "cwd",
// "exe", "fd/3", "ns/mnt". The text is "" if it cannot be read.
func (p Process) Link(name string) string {
	to, err := os.Readlink(p.path(name))
	if err != nil {
		return ""
	}
	return to
}

// Same tells whether a link of this process ("root", "cwd", "ns/pid") leads to the
// same thing as the file at path, a path of the judge's.
func (p Process) Same(link, path string) bool {
	mine, err := os.Stat(p.path(link))
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

// Status is one field of /proc/PID/status, without its name: Status("Gid") is
// "0\t0\t0\t0". A field that is not there is "".
func (p Process) Status(field string) string {
	text, err := os.ReadFile(p.path("status"))
	if err != nil {
		return ""
	}
	for _, line := range strings.Split(string(text), "\n") {
		if value, ok := strings.CutPrefix(line, field+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// Args is the program's argument list.
func (p Process) Args() []string { return p.strings("cmdline") }

// Environ is the environment the program was started with.
func (p Process) Environ() []string { return p.strings("environ") }

func (p Process) strings(name string) []string {
	text, err := os.ReadFile(p.path(name))
	if err != nil || len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00")
}

// Descriptor is an open file of a process.
type Descriptor struct {
	Number int
	To     string // as readlink(1) shows it
}

// Descriptors are the open files, in order.
func (p Process) Descriptors() []Descriptor {
	entries, err := os.ReadDir(p.path("fd"))
	if err != nil {
		return nil
	}
	var open []Descriptor
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil {
			open = append(open, Descriptor{n, p.Link("fd/" + e.Name())})
		}
	}
	slices.SortFunc(open, func(a, b Descriptor) int { return a.Number - b.Number })
	return open
}

// Mount is one line of mountinfo.
type Mount struct {
	Point      string // relative to the process's root
	Options    string
	Propagated string // "shared:1", "master:1", or ""
	Type       string
	Line       string
}

// Mounts are the mounts that the process sees.
func (p Process) Mounts() []Mount {
	text, err := os.ReadFile(p.path("mountinfo"))
	if err != nil {
		return nil
	}
	var mounts []Mount
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if m, ok := parseMount(line); ok {
			mounts = append(mounts, m)
		}
	}
	return mounts
}

// parseMount reads "ID PARENT DEV ROOT POINT OPTIONS [TAGS…] - TYPE SOURCE SUPER".
func parseMount(line string) (Mount, bool) {
	before, after, found := strings.Cut(line, " - ")
	fields, kind := strings.Fields(before), strings.Fields(after)
	if !found || len(fields) < 6 || len(kind) == 0 {
		return Mount{}, false
	}
	return Mount{Point: fields[4], Options: fields[5], Propagated: strings.Join(fields[6:], " "), Type: kind[0], Line: line}, true
}

// First is the fake host's first process.
func (h *Host) First() Process { return Process{h.Init} }

// Processes are those of the fake host: what descends from the judge. The first
// one is left out.
func (h *Host) Processes() []Process { return h.below(os.Getpid()) }

// Started are a program and what descends from it.
func (h *Host) Started(r *Running) []Process { return append(h.below(r.Pid), Process{r.Pid}) }

func (h *Host) below(ancestor int) []Process {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer proc.Close()
	names, err := proc.Readdirnames(-1)
	if err != nil {
		return nil
	}
	parents := map[int]int{}
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if parent, err := parentOf(pid); err == nil {
			parents[pid] = parent
		}
	}
	var found []Process
	for pid := range parents {
		if pid != h.Init && descends(parents, pid, ancestor) {
			found = append(found, Process{pid})
		}
	}
	slices.SortFunc(found, func(a, b Process) int { return a.Pid - b.Pid })
	return found
}

// EndAll kills whatever still runs in the fake host, but for its first process. What forks faster
// than that is left to the fence.
func (h *Host) EndAll() {
	h.thaw()
	const rounds = 200
	for range rounds {
		left := 0
		for _, p := range h.Processes() {
			if !p.there() {
				continue
			}
			left++
			unix.Kill(p.Pid, unix.SIGKILL) //nolint:errcheck // it may have ended by itself
		}
		if left == 0 {
			return
		}
		time.Sleep(time.Millisecond) // a process that is killed takes a moment to end
	}
}

func descends(parents map[int]int, pid, ancestor int) bool {
	for at := parents[pid]; at > 0; at = parents[at] {
		if at == ancestor {
			return true
		}
	}
	return false
}

var errNoStat = errors.New("unreadable stat")

// parentOf reads /proc/PID/stat; the name in it may hold anything, so the fields
// are counted from the last parenthesis. The judge asks for all processes of the machine again and again: one read(2), of as
// much as is needed, costs a third of os.ReadFile.
func parentOf(pid int) (int, error) {
	fd, err := unix.Open(Process{pid}.path("stat"), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	defer unix.Close(fd)
	text := make([]byte, 128)
	n, err := unix.Read(fd, text)
	if err != nil {
		return 0, err
	}
	text = text[:n]
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 2 {
		return 0, errNoStat
	}
	return strconv.Atoi(fields[1])
}

// Find is the process of the fake host that sleeps with token as its last argument: the
// sentinel that a learner's program was asked to start. Pid is 0 if there is none.
//
// The arguments are looked at once: a child of the learner's program has the same ones as the program, token and
// all, until it executes something else, and at a second look it may have become another sleep than the one asked for.
func (h *Host) Find(token string) Process {
	for _, p := range h.Processes() {
		if isSentinel(p.Args(), token) && p.Alive() {
			return p
		}
	}
	return Process{}
}

// isSentinel tells the program that was asked for from the learner's own, which
// has it among its arguments, too.
func isSentinel(args []string, token string) bool {
	return len(args) > 0 && filepath.Base(args[0]) == "sleep" && args[len(args)-1] == token
}
