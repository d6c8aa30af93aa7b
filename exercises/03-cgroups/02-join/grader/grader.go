//go:build linux

// Package grader judges exercise 03/join.
package grader

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/join", Folder: "03-cgroups/02-join", Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "A command in a group", KO: "그룹 안에서 실행하는 명령"},
		Answer:   []string{"join.go"},
		Imports:  []string{"github.com/minicontainer/minicontainer/exercises/given"},
		LookAt:   grade.Text{EN: "lesson 3, steps 1 and 2 · man 7 cgroups", KO: "레슨 3의 1, 2단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	first := newMember(b)
	if f := first.start(); f.Status != "" {
		return f
	}
	defer first.run.Kill()
	second := newMember(b)
	if f := second.start(); f.Status != "" {
		return f
	}
	defer second.run.Kill()
	if f := first.look(); f.Status != "" { // once more, now that there is another one
		return f
	}
	return checkEnd(b, first, second)
}

// checkEnd has commands end, of themselves and by a signal, and looks for what is left.
func checkEnd(b *grade.Bench, members ...*member) grade.Finding {
	for _, m := range members {
		syscall.Kill(m.p.Pid, syscall.SIGKILL) //nolint:errcheck // it is ours, and there
		b.Settle(m.run)
	}
	if left := b.AllGroups(); len(left) > 0 {
		return grade.Failed("cg.join.left-behind", "still there: "+left[0])
	}
	again, word := members[0], b.Token() // a name may be used again
	run := b.Run(again.args("/bin/sh", "-c", "echo "+word+"; exit 7")...)
	switch {
	case run.Stdout() != word+"\n":
		return grade.Failed("cg.join.faked", fmt.Sprintf("stdout %.80q, %s", run.Stdout(), grade.Said(run)), word)
	case run.Status() != 7:
		return grade.Failed("cg.join.status-lost", "after `sh -c '…; exit 7'`: "+grade.Ending(run))
	}
	if left := b.AllGroups(); len(left) > 0 {
		return grade.Failed("cg.join.left-behind", "still there: "+left[0])
	}
	return grade.PassedWith(grade.Text{
		EN: "two commands at once were in groups with limits of their own, and afterwards the groups were gone",
		KO: "동시에 실행한 명령 두 개가 저마다 제한이 있는 그룹에 있었고, 끝난 뒤에는 그룹도 사라졌어요",
	})
}

// member is a command that was asked for, in a group.
type member struct {
	*grade.Bench
	name         string
	memory, pids int64
	run          *fakehost.Running
	p            fakehost.Process
	trees        []fakehost.Tree // of memory and of pids
	limits       []grade.GroupFiles
	wanted       []int64
}

func newMember(b *grade.Bench) *member {
	m := &member{Bench: b, name: "web-" + b.Token(), memory: (24 + rand.Int64N(40)) << 20, pids: 20 + rand.Int64N(20)}
	m.limits = []grade.GroupFiles{grade.MemoryLimit, grade.PidsLimit}
	m.wanted = []int64{m.memory, m.pids}
	for _, l := range m.limits {
		m.trees = append(m.trees, b.Tree(l.Controller))
	}
	return m
}

func (m *member) args(command ...string) []string {
	return append([]string{grade.Program, m.name, fmt.Sprint(m.memory), fmt.Sprint(m.pids)}, command...)
}

// start starts the command; a Status of "" is no objection.
func (m *member) start() grade.Finding {
	sentinel := m.Sentinel()
	m.run = m.Start(fakehost.Command{Args: m.args(sentinel...)})
	var found bool
	if m.p, found = m.Await(m.run, sentinel); !found {
		return m.notStarted(sentinel[0])
	}
	m.Soon(func() bool { return m.run.Ended() || m.look().Status == "" })
	return m.look()
}

// notStarted tells by the words of a program that gave up which file it had wanted.
func (m *member) notStarted(command string) grade.Finding {
	said := grade.Said(m.run)
	for i, t := range m.trees {
		other := m.limits[i].V1
		if t.Version == 1 {
			other = m.limits[i].V2
		}
		if other != m.limits[i].In(t) && strings.Contains(said, other) {
			return grade.Failed("cg.join.other-version", fmt.Sprintf("%s is of version %d\n%s", t.Point, t.Version, said))
		}
	}
	return grade.Failed("cg.join.not-started", said, command)
}

// look judges the running command; a Status of "" is no objection.
func (m *member) look() grade.Finding {
	self := fakehost.Process{Pid: m.run.Pid}
	if m.p.Pid == self.Pid {
		return grade.Failed("cg.join.replaced", fmt.Sprintf("the command: pid %d, and that was your program's", m.p.Pid))
	}
	inside, limited := 0, 0
	var seen []string
	for i, t := range m.trees {
		if m.IsIn(self, t, m.name) {
			return grade.Failed("cg.join.runtime", fmt.Sprintf("/proc/%d/cgroup  %s\nand that is your program itself", self.Pid, m.Host.Group(self, t)))
		}
		group := m.Host.Group(m.p, t)
		limit := m.Limit(m.limits[i], t, group)
		if m.IsIn(m.p, t, m.name) {
			inside++
		}
		switch limit {
		case m.wanted[i]:
			limited++
		case grade.Unlimited:
		default:
			return grade.Failed("cg.join.other-limit", fmt.Sprintf("%s: %d", m.limits[i].In(t), limit), fmt.Sprint(m.wanted[i]))
		}
		seen = append(seen, m.shown(i, group, limit))
	}
	return m.told(inside, limited, strings.Join(seen, "\n"))
}

// shown is where the command is in one tree, and the limit there.
func (m *member) shown(i int, group string, limit int64) string {
	if limit == grade.Unlimited {
		return fmt.Sprintf("%s: no limit, in the group %s", m.limits[i].Controller, group)
	}
	return fmt.Sprintf("%s: %d, in the group %s", m.limits[i].Controller, limit, group)
}

// told puts together what was seen in both trees.
func (m *member) told(inside, limited int, seen string) grade.Finding {
	made := m.HasGroup(m.trees[0], m.name) || m.HasGroup(m.trees[1], m.name)
	switch {
	case limited == len(m.trees) && inside == len(m.trees):
		return grade.Finding{}
	case limited == len(m.trees) && inside == 0:
		return grade.Failed("cg.join.other-name", seen, m.name)
	case limited > 0:
		return grade.Failed("cg.join.one-of-two", seen, m.name)
	case inside > 0:
		return grade.Failed("cg.join.no-limit", seen, fmt.Sprint(m.memory), fmt.Sprint(m.pids))
	case made:
		return grade.Failed("cg.join.empty-group", seen+"\nthere is a group "+m.name, m.name)
	}
	return grade.Failed("cg.join.no-group", seen, m.name)
}
