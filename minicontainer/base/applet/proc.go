package applet

// Processes as /proc shows them: the source of ps and top. Source: proc(5).

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// ticksPerSecond is USER_HZ, the unit of the times in /proc/PID/stat. It is 100
// on every architecture Linux still runs containers on.
const ticksPerSecond = 100

type process struct {
	pid, ppid, pgid, sid, tty, nice int
	state                           string
	comm                            string // the thread's name, at most 15 bytes
	args                            string // the command line; "[comm]" for a kernel thread
	uid, gid                        int
	ticks                           uint64 // user and system time
	start                           uint64 // in ticks after boot
	vsz                             uint64 // bytes of address space
	rss                             uint64 // bytes in memory
	threads                         bool
	foreground                      bool
}

var errNoProc = errors.New("read /proc: not mounted (mount -t proc proc /proc)")

// processes lists what the mounted /proc shows: the processes of the PID
// namespace it was mounted in.
func processes() ([]process, error) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		return nil, errNoProc
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var list []process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if p, err := readProcess(pid); err == nil { // an error: it has ended meanwhile
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b process) int { return a.pid - b.pid })
	return list, nil
}

func readProcess(pid int) (process, error) {
	dir := fmt.Sprintf("/proc/%d", pid)
	info, err := os.Stat(dir)
	if err != nil {
		return process{}, err
	}
	line, err := os.ReadFile(dir + "/stat")
	if err != nil {
		return process{}, err
	}
	p, err := parseStat(string(line))
	if err != nil {
		return p, err
	}
	owner := info.Sys().(*syscall.Stat_t)
	p.uid, p.gid = int(owner.Uid), int(owner.Gid)
	p.args = commandLine(dir, p.comm)
	return p, nil
}

// parseStat reads one line of /proc/PID/stat. The name stands in parentheses
// and may itself hold spaces and parentheses, so the last one ends it.
func parseStat(line string) (process, error) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return process{}, errors.New("parse stat: no name in parentheses")
	}
	field := strings.Fields(line[end+1:])
	if len(field) < 22 {
		return process{}, errors.New("parse stat: too few fields")
	}
	number := func(proc5 int) int { // fields count from 1; the state is the third
		n, _ := strconv.Atoi(field[proc5-3])
		return n
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(line[:open]))
	return process{
		pid: pid, comm: line[open+1 : end], state: field[0],
		ppid: number(4), pgid: number(5), sid: number(6), tty: number(7),
		foreground: number(5) == number(8), nice: number(19), threads: number(20) > 1,
		ticks: uint64(number(14) + number(15)), start: uint64(number(22)),
		vsz: uint64(number(23)), rss: uint64(number(24)) * uint64(os.Getpagesize()),
	}, nil
}

func commandLine(dir, comm string) string {
	content, _ := os.ReadFile(dir + "/cmdline")
	args := strings.ReplaceAll(strings.TrimRight(string(content), "\x00"), "\x00", " ")
	if args == "" {
		return "[" + comm + "]"
	}
	return printable(args)
}

// stat is the STAT column: the state and its modifiers.
func (p process) stat() string {
	s := p.state
	switch {
	case p.nice < 0:
		s += "<"
	case p.nice > 0:
		s += "N"
	}
	if p.sid == p.pid {
		s += "s"
	}
	if p.threads {
		s += "l"
	}
	if p.foreground && p.tty != 0 {
		s += "+"
	}
	return s
}

// cpuTime is minutes and seconds of processor time.
func (p process) cpuTime() string {
	seconds := p.ticks / ticksPerSecond
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
