//go:build linux

package grader

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a machine in the fake host, and what the learner's program has measured of it.
type lab struct {
	*grade.Bench
	dir  string
	plan plan
	runs []logged
	told told
}

// logged is what a run of the machine has noted: when it did what.
type logged map[string]time.Duration

const droppedFile = "/proc/sys/vm/drop_caches"

func newLab(b *grade.Bench, p plan) *lab {
	l := &lab{Bench: b, dir: b.Dir("machine-" + b.Token()), plan: p}
	text, err := json.Marshal(p)
	must(err)
	b.Write(l.dir+"/plan", string(text), 0o644)
	must(os.Symlink(fakehost.Tools+"/minibox", b.Path(l.command())))
	b.Write(kvm, "", 0o666) // something to open and to hold
	l.Start(fakehost.Command{Args: []string{l.command(), "neighbour", "other"}})
	return l
}

func (l *lab) command() string { return l.dir + "/" + machineName }

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// watchCaches puts a file where the machine's page cache would be dropped: a program that wants to is seen, and does no harm.
func watchCaches(b *grade.Bench) {
	b.Write("/run/drop_caches", "", 0o644)
	grade.Prepared(b.Run(grade.Own("mount", "--bind", "/run/drop_caches", droppedFile)...))
	b.TakeAsGiven()
}

func (l *lab) dropped() bool {
	text, _ := l.Read("/run/drop_caches")
	return text != ""
}

// run starts the learner's program, and waits for its end. The finding has a Status if there is nothing to look at.
func (l *lab) run() grade.Finding {
	l.Show("exercises/06-vm/02-ready-time machine -accel kvm -accel tcg -m 256 -drive DIR")
	r := l.Start(fakehost.Command{Args: []string{grade.Program, l.command(), "-accel", "kvm", "-accel", "tcg", "-m", "256", "-drive", l.dir}})
	gaveUp := l.GaveUp(r)
	blocked := false
	over := l.Until(func() bool {
		blocked = !r.Ended() && l.blocked()
		return r.Ended() || gaveUp() || blocked
	})
	l.readLogs()
	left := l.left()
	r.Kill()
	switch {
	case l.dropped():
		return grade.Failed("vm.ready-time.drop-caches", "written to /proc/sys/vm/drop_caches")
	case blocked:
		return grade.Failed("vm.ready-time.blocked", fmt.Sprintf("run %d of the machine: it writes to stderr, and nobody reads", len(l.runs)))
	case !over:
		return l.endless()
	case r.Status() != 0:
		return grade.Failed("vm.ready-time.gave-up", grade.Said(r))
	}
	var ok bool
	if l.told, ok = parse(r.Stdout()); !ok {
		return grade.Unknown("printed: "+firstLine(r.Stdout()), printed)
	}
	return left
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// blocked tells whether the machine has been writing to stderr for far too long.
func (l *lab) blocked() bool {
	l.readLogs()
	if len(l.runs) == 0 {
		return false
	}
	last := l.runs[len(l.runs)-1]
	if _, writing := last["output"]; !writing {
		return false
	}
	_, written := last["almost"]
	const patience = 2 * time.Second
	return !written && sinceBoot()-last["absolute"]-last["output"] > l.plan.Delays[0]+patience
}

// readLogs takes what the machine has noted so far.
func (l *lab) readLogs() {
	l.runs = nil
	for run := 1; ; run++ {
		text, ok := l.Read(logFile(l.dir, run))
		if !ok {
			return
		}
		noted := logged{}
		for _, line := range strings.Split(text, "\n") {
			what, when, _ := strings.Cut(line, " ")
			if ns, err := strconv.ParseInt(when, 10, 64); err == nil {
				noted[what] = time.Duration(ns)
			}
		}
		l.runs = append(l.runs, noted)
	}
}

// left is what still runs of the machine, though the program has ended. What was killed takes a moment to go, and what
// switches itself off takes longer.
func (l *lab) left() grade.Finding {
	var left []fakehost.Process
	const moment = 100 * time.Millisecond
	gone := l.Within(moment, func() bool {
		left = slices.DeleteFunc(l.Host.Processes(), func(p fakehost.Process) bool {
			args := p.Args()
			return len(args) == 0 || args[len(args)-1] != l.dir || args[0] == grade.Program || !p.Alive()
		})
		return len(left) == 0
	})
	if gone {
		return grade.Finding{}
	}
	var lines []string
	for _, p := range left {
		lines = append(lines, "still running: "+shown(p.Args(), l.dir))
	}
	slices.Sort(lines)
	return grade.Failed("vm.ready-time.left-running", strings.Join(slices.Compact(lines), "\n"))
}

// shown is a command line without what is another one each time.
func shown(args []string, dir string) string {
	return strings.ReplaceAll(strings.Replace(strings.Join(args, " "), args[0], "machine", 1), dir, "DIR")
}

// endless is what to say of a program that does not end.
func (l *lab) endless() grade.Finding {
	if len(l.runs) > 0 {
		if _, ready := l.runs[len(l.runs)-1]["ready"]; ready {
			return grade.Failed(exitID, fmt.Sprintf("run %d of the machine: READY, and both still run some seconds later", len(l.runs)))
		}
	}
	return grade.TooSlow()
}

// told is what the learner's program has printed.
type told struct {
	seconds []float64
	cold    []bool
	median  float64
	accel   string
}

var printed = grade.Text{EN: "the lines that main.go prints of a Record", KO: "main.go가 Record에서 출력하는 줄"}

// parse reads the CSV of main.go.
func parse(text string) (t told, ok bool) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		fields := strings.Split(line, ",")
		var err error
		switch {
		case fields[0] == "run":
			continue
		case fields[0] == "median" && len(fields) == 2:
			t.median, err = strconv.ParseFloat(fields[1], 64)
			ok = true
		case fields[0] == "accel" && len(fields) == 2:
			t.accel = fields[1]
		case len(fields) == 3:
			var s float64
			s, err = strconv.ParseFloat(fields[1], 64)
			t.seconds, t.cold = append(t.seconds, s), append(t.cold, fields[2] == "true")
		default:
			return t, false
		}
		if err != nil {
			return t, false
		}
	}
	return t, ok
}
