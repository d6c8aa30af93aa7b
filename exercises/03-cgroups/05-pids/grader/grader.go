//go:build linux

// Package grader judges exercise 03/pids with a fork bomb that the judge lights when it has seen the limit.
package grader

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/pids", Folder: strings.TrimPrefix(folder, "exercises/"), Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "A fork bomb that goes off", KO: "터져도 괜찮은 포크 폭탄"},
		Answer:   []string{"pids.go"},
		Imports:  []string{"github.com/minicontainer/minicontainer/exercises/given"},
		LookAt:   grade.Text{EN: "lesson 3, step 5 · man 7 cgroups", KO: "레슨 3의 5단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const folder = "exercises/03-cgroups/05-pids"

func check(b *grade.Bench) grade.Finding {
	tree := b.Tree("pids")
	path, err := plantBomb(b)
	if err != nil {
		panic(err) // of the bench: no verdict
	}
	for range 2 { // the second in the place of the first
		if f := newFenced(b, tree, path).try(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "a fork bomb was stopped by the limit, twice, and told how often it had been refused",
		KO: "포크 폭탄이 두 번 모두 제한에 막혔고, 몇 번 거절됐는지도 맞게 말했어요",
	})
}

// fenced is a fork bomb in a group.
type fenced struct {
	*grade.Bench
	tree               fakehost.Tree
	path, token        string
	most, status, more int
	run                *fakehost.Running
	p                  fakehost.Process
	own, group         string // the last that was seen of ownLimit, and of the group: the command may end of its limit at once
}

const name = "web"

func newFenced(b *grade.Bench, tree fakehost.Tree, path string) *fenced {
	return &fenced{Bench: b, tree: tree, path: path, token: b.Token(), most: 20 + rand.IntN(20), status: 20 + rand.IntN(70), more: 1 + rand.IntN(8)}
}

// try lets the command start, looks, lets it fork, and looks again; a Status of "" is no objection.
func (x *fenced) try() grade.Finding {
	stdin, light, err := os.Pipe()
	if err != nil {
		panic(err) // of the bench: no verdict
	}
	defer stdin.Close()
	defer light.Close()
	command := []string{x.path, fmt.Sprint(x.status), fmt.Sprint(x.more), x.token}
	x.Show(fmt.Sprintf("%s %s %d fork-bomb", folder, name, x.most))
	x.run = x.Start(fakehost.Command{Args: append([]string{grade.Program, name, fmt.Sprint(x.most)}, command...), Stdin: stdin})
	defer x.Host.EndAll()
	gaveUp := x.GaveUp(x.run)
	x.Until(func() bool { return x.find() || x.run.Ended() || gaveUp() })
	if x.p.Pid == 0 {
		return grade.Failed("cg.pids.not-started", grade.Said(x.run))
	}
	x.Soon(func() bool { return x.run.Ended() || x.look().Status == "" })
	if f := x.look(); f.Status != "" {
		return f
	}
	if _, err := light.WriteString("g"); err != nil {
		panic(err) // as above
	}
	x.Until(func() bool { return x.run.Ended() || strings.Contains(x.run.Stdout(), "times\n") })
	counted := x.counted(x.Host.Group(x.p, x.tree))
	light.Close()
	x.Settle(x.run)
	return x.told(counted)
}

// find looks for the command, which has the token as its last argument, as the program that starts it has.
func (x *fenced) find() bool {
	for _, p := range x.Host.Processes() {
		if args := p.Args(); len(args) == 4 && args[3] == x.token && filepath.Base(args[0]) == bombName {
			x.p = p
			x.ownLimit()
			x.groupOf()
			if p.Alive() {
				return true
			}
		}
	}
	return false
}

// look judges the limit of the command that waits to be lit.
func (x *fenced) look() grade.Finding {
	self := fakehost.Process{Pid: x.run.Pid}
	group := x.groupOf()
	limit := x.Limit(grade.PidsLimit, x.tree, group)
	seen := fmt.Sprintf("pids.max: %s, in the group %s", said(limit), group)
	switch {
	case x.IsIn(self, x.tree, name):
		return grade.Failed("cg.pids.runtime", fmt.Sprintf("/proc/%d/cgroup  %s\nand that is your program itself", self.Pid, x.Host.Group(self, x.tree)))
	case limit == int64(x.most):
		return grade.Finding{}
	case limit != grade.Unlimited:
		return grade.Failed("cg.pids.other-limit", seen, fmt.Sprint(x.most))
	case x.ownLimit() == fmt.Sprint(x.most):
		return grade.Failed("cg.pids.rlimit", seen+"\n/proc/PID/limits  Max processes "+x.ownLimit(), fmt.Sprint(x.most))
	}
	for _, other := range x.Groups(x.tree) {
		if text, _ := x.GroupFile(x.tree, other, "pids.max"); text == fmt.Sprint(x.most) {
			return grade.Failed("cg.pids.other-group", seen+fmt.Sprintf("\npids.max: %s, of the group %s", text, other), fmt.Sprint(x.most))
		}
	}
	return grade.Failed("cg.pids.no-limit", seen, fmt.Sprint(x.most))
}

func said(limit int64) string {
	if limit == grade.Unlimited {
		return "no limit"
	}
	return fmt.Sprint(limit)
}

// groupOf is the command's group, or the last that it was seen in.
func (x *fenced) groupOf() string {
	if group := x.Host.Group(x.p, x.tree); group != "" {
		x.group = group
	}
	return x.group
}

// ownLimit is what setrlimit(2) has set: "Max processes  SOFT  HARD  processes". It counts all processes of a user, on the
// whole machine, so that the command may have ended of it already: then it is what was seen last.
func (x *fenced) ownLimit() string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/limits", x.p.Pid)) //nolint:errcheck // of a process that has ended, see above
	_, rest, _ := strings.Cut(string(text), "Max processes")
	if fields := strings.Fields(rest); len(fields) > 0 {
		x.own = fields[0]
	}
	return x.own
}

// counted is how often the kernel has refused, in the group or in one above it: which of them counts depends on its age.
func (x *fenced) counted(group string) int {
	most := 0
	for ; len(group) > 1; group = filepath.Dir(group) {
		var n int
		text, _ := x.GroupFile(x.tree, group, "pids.events")
		fmt.Sscanf(text, "max %d", &n) //nolint:errcheck // none is 0
		most = max(most, n)
	}
	return most
}

// told judges what the program says in the end. counted is what the kernel has counted.
func (x *fenced) told(counted int) grade.Finding {
	if want := fmt.Sprintf("max %d", x.more+1); counted != x.more+1 {
		return grade.Unknown(fmt.Sprintf("pids.events: max %d", counted), grade.Text{EN: want, KO: want})
	}
	var refused int
	lines := strings.Split(strings.TrimSpace(x.run.Stdout()), "\n")
	n, _ := fmt.Sscanf(lines[len(lines)-1], "refused: %d", &refused) //nolint:errcheck // n tells
	switch {
	case n != 1:
		return grade.Failed("cg.pids.not-counted", grade.Said(x.run), fmt.Sprint(x.more+1))
	case refused != x.more+1:
		return grade.Failed("cg.pids.not-counted", fmt.Sprintf("refused: %d", refused), fmt.Sprint(x.more+1))
	case x.run.Status() != x.status:
		return grade.Failed("cg.pids.status-lost", grade.Ending(x.run), fmt.Sprint(x.status))
	}
	if left := x.AllGroups(); len(left) > 0 {
		return grade.Failed("cg.pids.left-behind", "still there: "+left[0])
	}
	return grade.Finding{}
}
