//go:build linux

// Package grader judges exercise 02/init.
package grader

import (
	_ "embed"
	"fmt"
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
		ID: "02/init", Folder: "02-namespaces/06-init", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Process 1", KO: "1번 프로세스"},
		Answer:   []string{"init.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 4 · man 7 pid_namespaces · man 2 wait", KO: "레슨 2의 4단계 · man 7 pid_namespaces · man 2 wait"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	h, f := startHousehold(b)
	if f.Status != "" {
		return f
	}
	defer h.run.Kill()
	if f := h.checkOrphans(); f.Status != "" {
		return f
	}
	if f := checkEnds(b); f.Status != "" {
		return f
	}
	return h.checkSignals()
}

// within is how long an init may take for what it has to do at once.
const within = 2 * time.Second

// household is a PID namespace with a shell in it that has left three orphans behind.
type household struct {
	*grade.Bench
	run                           *fakehost.Running
	first, shell                  fakehost.Process // process 1, and the command
	orphans                       []fakehost.Process
	onHangup, onInterrupt, onTerm string // the words that the shell's handlers print
}

const orphans = 3

func startHousehold(b *grade.Bench) (*household, grade.Finding) {
	h := &household{Bench: b, onHangup: b.Token(), onInterrupt: b.Token(), onTerm: b.Token()}
	sleep := fakehost.Tools + "/sleep "
	var left []string
	background := ""
	for range orphans {
		token := b.Sentinel()[1]
		left = append(left, token)
		background += sleep + token + " & "
	}
	child := b.Sentinel()
	// The sleeping child is there when the handlers are: it comes after them.
	script := fmt.Sprintf("trap 'echo %s' HUP; trap 'echo %s' INT; trap 'echo %s; exit 3' TERM; ( %s); %s & while :; do wait; done",
		h.onHangup, h.onInterrupt, h.onTerm, background, sleep+child[1])
	b.Show("exercises/02-namespaces/06-init /bin/sh -c '…'")
	h.run = b.Start(fakehost.Command{Args: []string{grade.Program, "/bin/sh", "-c", script}})
	p, found := b.Await(h.run, child)
	if !found {
		return h, grade.Failed("ns.init.not-started", grade.Said(h.run))
	}
	h.shell = h.parentOf(p)
	if number(h.shell) == "1" {
		return h, grade.Failed("ns.init.replaced", fmt.Sprintf("/proc/%d/status: NSpid ends in 1, and that is /bin/sh", h.shell.Pid))
	}
	return h, h.findOrphans(left)
}

// findOrphans waits until the three are process 1's children.
func (h *household) findOrphans(tokens []string) grade.Finding {
	for _, q := range h.Host.Started(h.run) {
		if number(q) == "1" {
			h.first = q
		}
	}
	for _, token := range tokens {
		var p fakehost.Process
		if !h.Until(func() bool { p = h.Host.Find(token); return p.Pid != 0 && h.parentOf(p).Pid == h.first.Pid }) {
			return grade.Unknown("the shell's orphans are not process 1's children", grade.Text{EN: "a parent for the orphans", KO: "고아 프로세스의 부모"})
		}
		h.orphans = append(h.orphans, p)
	}
	return grade.Finding{}
}

// number is the process's own number in the innermost PID namespace that it is in.
func number(p fakehost.Process) string {
	numbers := strings.Fields(p.Status("NSpid"))
	if len(numbers) == 0 {
		return ""
	}
	return numbers[len(numbers)-1]
}

// parentOf is a process's parent; Pid is 0 if the process is gone.
func (h *household) parentOf(p fakehost.Process) fakehost.Process {
	var parent fakehost.Process
	fmt.Sscan(p.Status("PPid"), &parent.Pid) //nolint:errcheck // 0 tells
	return parent
}

// checkOrphans ends the orphans all at once: process 1 is stopped meanwhile, and finds one SIGCHLD
// for all of them.
func (h *household) checkOrphans() grade.Finding {
	signal(h.first, unix.SIGSTOP)
	h.Until(h.first.Stopped)
	for _, p := range h.orphans {
		signal(p, unix.SIGKILL)
		h.Until(func() bool { return strings.HasPrefix(p.Status("State"), "Z") })
	}
	signal(h.first, unix.SIGCONT)
	var zombies []fakehost.Process
	reaped := h.Within(within, func() bool {
		zombies = zombies[:0]
		for _, p := range h.orphans {
			if p.Status("State") != "" {
				zombies = append(zombies, p)
			}
		}
		return len(zombies) == 0
	})
	if !reaped && h.shell.Alive() {
		return grade.Failed("ns.init.zombie", fmt.Sprintf("/proc/%d/status: State: %s\nfor %s after its end",
			zombies[0].Pid, zombies[0].Status("State"), within), fmt.Sprint(orphans))
	}
	ended := h.soon(func() bool { return !h.shell.Alive() || h.run.Ended() })
	if ended {
		return grade.Failed("ns.init.too-early", "the command is gone: "+h.fate())
	}
	return grade.Finding{}
}

// soon waits a moment for what must not happen.
func (h *household) soon(yes func() bool) bool { return h.Within(150*time.Millisecond, yes) }

// fate is what has become of the program.
func (h *household) fate() string {
	if !h.Until(h.run.Ended) {
		return "your program is still there"
	}
	return fmt.Sprintf("your program has ended with status %d", h.run.Status())
}

func signal(p fakehost.Process, s unix.Signal) {
	unix.Kill(p.Pid, s) //nolint:errcheck // it may have ended
}

// checkEnds tries other commands, which end by themselves.
func checkEnds(b *grade.Bench) grade.Finding {
	orphan := b.Sentinel()
	run := b.Start(fakehost.Command{Args: []string{grade.Program, "/bin/sh", "-c", "(" + fakehost.Tools + "/sleep " + orphan[1] + " &); exit 7"}})
	defer run.Kill()
	if !b.Within(within, run.Ended) {
		return grade.Failed("ns.init.too-late", fmt.Sprintf("still there %s after the command's end;\nits orphan is asleep", within))
	}
	if run.Status() != 7 {
		return grade.Failed("ns.init.status-lost", fmt.Sprintf("after `sh -c '(sleep … &); exit 7'`: exit status %d%s", run.Status(), words(run)))
	}
	killed := b.Run(grade.Program, "/bin/sh", "-c", "kill -KILL $$")
	if strings.Contains(killed.Stderr(), noChild) {
		return grade.Failed("ns.init.status-lost", fmt.Sprintf("after `sh -c 'kill -KILL $$'`: exit status %d%s", killed.Status(), words(killed)))
	}
	if killed.Status() != 128+int(unix.SIGKILL) {
		return grade.Failed("ns.init.signal-status", fmt.Sprintf("after `sh -c 'kill -KILL $$'`: exit status %d%s", killed.Status(), words(killed)))
	}
	return grade.Finding{}
}

// noChild is what wait says to whom another waiter has been quicker.
const noChild = "no child processes"

// words are the program's last ones, on a line of their own.
func words(r *fakehost.Running) string {
	if r.Stderr() == "" {
		return ""
	}
	return "\n" + grade.Said(r)
}

// sent is a signal, and the word that the command prints when it gets it.
type sent struct {
	s          unix.Signal
	name, word string
}

func (h *household) signals() []sent {
	return []sent{{unix.SIGHUP, "SIGHUP", h.onHangup}, {unix.SIGINT, "SIGINT", h.onInterrupt}, {unix.SIGTERM, "SIGTERM", h.onTerm}}
}

// unsent is a signal that the command has got although only the first n have been sent; "" if there is none.
func (h *household) unsent(n int) string {
	for _, one := range h.signals()[n:] {
		if strings.Contains(h.run.Stdout(), one.word) {
			return one.name
		}
	}
	return ""
}

// checkSignals sends process 1 what a person or a runtime sends to end it.
func (h *household) checkSignals() grade.Finding {
	for i, one := range h.signals() {
		signal(h.first, one.s)
		if !h.Within(within, func() bool { return strings.Contains(h.run.Stdout(), one.word) }) {
			if got := h.unsent(i + 1); got != "" {
				return grade.Failed("ns.init.other-signal", fmt.Sprintf("%s to process 1: the command has got %s", one.name, got), one.name)
			}
			after := "both are still there"
			if !h.shell.Alive() {
				after = h.fate()
			}
			return grade.Failed("ns.init.signal-lost", fmt.Sprintf("%s to process 1: the command has not said its word\n%s", one.name, after), one.name)
		}
	}
	if !h.Within(within, h.run.Ended) || h.run.Status() != 3 {
		return grade.Failed("ns.init.status-lost", "after SIGTERM the command has ended with 3:\n"+h.fate())
	}
	return grade.PassedWith(grade.Text{
		EN: "four orphans, three ends and three signals, and each went where it belongs",
		KO: "고아 프로세스 넷, 종료 셋, 시그널 셋이 모두 갈 곳으로 갔어요",
	})
}
