//go:build linux

// Package grader judges exercise 02/fork.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/fork", Folder: "02-namespaces/05-fork", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "unshare, and who is in the new namespace", KO: "unshare, 그리고 새 네임스페이스에는 누가 있나"},
		Answer:   []string{"fork.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 5 · man 2 unshare · man 7 pid_namespaces", KO: "레슨 2의 5단계 · man 2 unshare · man 7 pid_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// turns is a run of three lines: two that sleep until the judge ends them, and one with a word.
type turns struct {
	*grade.Bench
	run           *fakehost.Running
	first, second []string // the sentinels of the lines
	word          string
	space         *os.File // the first line's PID namespace, held so that its number is not used again
}

func sleeping(sentinel []string) string { return "exec " + strings.Join(sentinel, " ") }

func check(b *grade.Bench) grade.Finding {
	t := &turns{Bench: b, first: b.Sentinel(), second: b.Sentinel(), word: b.Token()}
	// Not the base image's, if the machine has one: that is a Go program, and cannot start a thread where
	// pid_for_children is another namespace.
	t.first[0], t.second[0] = "sleep", "sleep"
	b.Show("exercises/02-namespaces/05-fork 'sleep …' 'sleep …' 'echo …; exit 7'")
	t.run = b.Start(fakehost.Command{Args: []string{grade.Program, sleeping(t.first), sleeping(t.second), "echo " + t.word + "; exit 7"}})
	defer t.run.Kill()
	if f := t.checkFirst(); f.Status != "" {
		return f
	}
	defer t.space.Close()
	if f := t.checkSecond(); f.Status != "" {
		return f
	}
	return t.checkEnd()
}

// noMemory is what fork says in a PID namespace whose process 1 has ended.
const noMemory = "cannot allocate memory"

func (t *turns) checkFirst() grade.Finding {
	p, found := t.Await(t.run, t.first)
	if !found && t.soon(func() bool { return t.Host.Find(t.first[1]).Pid != 0 }) { // somebody else's doing: the program has ended
		p, found = t.Host.Find(t.first[1]), true
	}
	if !found {
		said := grade.Said(t.run)
		if strings.Contains(said, noMemory) {
			return grade.Failed("ns.fork.first-ended", said)
		}
		if grade.RefusedThread(t.run) {
			return grade.Failed("ns.fork.no-threads", said)
		}
		return grade.Failed("ns.fork.not-started", said)
	}
	if f := t.outside(p, "first"); f.Status != "" {
		return f
	}
	var err error
	if t.space, err = os.Open(fmt.Sprintf("/proc/%d/ns/pid", p.Pid)); err != nil {
		return grade.Failed("ns.fork.not-started", "the first line has ended by itself")
	}
	if t.soon(func() bool { return t.Host.Find(t.second[1]).Pid != 0 }) {
		return grade.Failed("ns.fork.at-once", "both lines run: "+strings.Join(p.Args(), " ")+" and the second")
	}
	if t.run.Ended() && p.Alive() {
		return grade.Failed("ns.fork.not-waited", fmt.Sprintf("your program has ended with exit status %d;\nthe first line still runs", t.run.Status()))
	}
	end(p)
	return grade.Finding{}
}

// outside tells a line that is in the host's PID namespace; a Status of "" is no objection.
func (t *turns) outside(p fakehost.Process, which string) grade.Finding {
	host := t.Host.First()
	if !p.Same("ns/pid", fmt.Sprintf("/proc/%d/ns/pid", host.Pid)) {
		return grade.Finding{}
	}
	evidence := fmt.Sprintf("the %s line:\n/proc/%d/ns/pid -> %s, the host's", which, p.Pid, p.Link("ns/pid"))
	for _, q := range append(t.Host.Started(t.run), p) {
		if !q.Same("ns/pid_for_children", fmt.Sprintf("/proc/%d/ns/pid", host.Pid)) && q.Alive() {
			return grade.Failed("ns.fork.not-in-it", evidence+fmt.Sprintf("\n/proc/%d/ns/pid_for_children is another", q.Pid))
		}
	}
	return grade.Failed("ns.fork.no-namespace", evidence)
}

// soon waits a moment for what must not happen. A right answer is not in danger however slow the
// machine is.
func (t *turns) soon(yes func() bool) bool { return t.Within(150*time.Millisecond, yes) }

func end(p fakehost.Process) {
	unix.Kill(p.Pid, unix.SIGKILL) //nolint:errcheck // it may have ended
}

func (t *turns) checkSecond() grade.Finding {
	p, found := t.Await(t.run, t.second)
	if !found {
		return t.gaveUp("second")
	}
	if f := t.outside(p, "second"); f.Status != "" {
		return f
	}
	if !p.Same("ns/pid", t.held()) {
		return grade.Failed("ns.fork.two-namespaces", fmt.Sprintf("the second line:\n/proc/%d/ns/pid -> %s\nthe first line was in another", p.Pid, p.Link("ns/pid")))
	}
	end(p)
	return grade.Finding{}
}

func (t *turns) held() string { return fmt.Sprintf("/proc/self/fd/%d", t.space.Fd()) }

// gaveUp is the finding for a line that never began.
func (t *turns) gaveUp(which string) grade.Finding {
	said := grade.Said(t.run)
	if strings.Contains(strings.ToLower(said), noMemory) {
		return grade.Failed("ns.fork.first-ended", said)
	}
	return grade.Failed("ns.fork.gave-up", said, which)
}

func (t *turns) checkEnd() grade.Finding {
	t.Settle(t.run)
	if !t.run.Ended() && t.soon(func() bool { return t.run.Stdout() == t.word+"\n" }) { // it has given up after the last line
		return grade.Failed("ns.fork.status-lost", grade.Said(t.run))
	}
	if !t.run.Ended() || t.run.Stdout() != t.word+"\n" {
		if t.run.Ended() && t.run.Status() == 7 {
			return grade.Failed("ns.fork.streams", fmt.Sprintf("stdout %.80q, exit status 7", t.run.Stdout()), t.word)
		}
		return t.gaveUp("third")
	}
	if t.run.Status() != 7 {
		return grade.Failed("ns.fork.status-lost", fmt.Sprintf("exit status %d", t.run.Status()))
	}
	var left []string
	gone := func() bool {
		left = left[:0]
		for _, p := range t.Host.Processes() {
			if p.Alive() && p.Same("ns/pid", t.held()) {
				left = append(left, fmt.Sprintf("pid %d", p.Pid))
			}
		}
		return len(left) == 0
	}
	if !t.soon(gone) {
		return grade.Failed("ns.fork.left", "still in the namespace: "+strings.Join(left, ", "))
	}
	return grade.PassedWith(grade.Text{
		EN: "two lines, one after the other, were in one PID namespace, and a third one came after them",
		KO: "명령줄 둘이 차례로 같은 PID 네임스페이스에 있었고, 그 뒤에 셋째가 실행됐어요",
	})
}
