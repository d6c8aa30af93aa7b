//go:build linux

// Package grader judges exercise 03/oom: what the program says of commands whose end the judge has chosen.
package grader

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/oom", Folder: strings.TrimPrefix(folder, "exercises/"), Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Killed for want of memory, or not", KO: "메모리가 모자라서 죽었을까, 아닐까"},
		Answer:   []string{"oom.go"},
		Imports:  []string{"github.com/minicontainer/minicontainer/exercises/given"},
		LookAt:   grade.Text{EN: "lesson 3, step 3 · man 7 cgroups", KO: "레슨 3의 3단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const (
	folder   = "exercises/03-cgroups/03-oom"
	mebibyte = 1 << 20
)

func check(b *grade.Bench) grade.Finding {
	tree := b.Tree("memory")
	if f := killerIsOff(b, tree); f.Status != "" {
		return f
	}
	hog := b.PlantHog()
	if f := checkVerdicts(b, hog); f.Status != "" {
		return f
	}
	if f := checkUse(b, tree); f.Status != "" {
		return f
	}
	return grade.PassedWith(grade.Text{
		EN: "of each command it was told truly how it ended, and the memory that was to be used was used",
		KO: "명령마다 어떻게 끝났는지 사실대로 말했고, 쓰겠다고 한 메모리를 정말로 썼어요",
	})
}

// killerIsOff tells a machine whose groups stop programs that need memory instead of killing one: they are born so where
// the group above is.
func killerIsOff(b *grade.Bench, tree fakehost.Tree) grade.Finding {
	if tree.Version == 2 {
		return grade.Finding{} // which has no such switch
	}
	b.MakeGroup(tree, "/probe")
	defer b.RemoveGroup(tree, "/probe")
	if text, _ := b.GroupFile(tree, "/probe", "memory.oom_control"); strings.Contains(text, "oom_kill_disable 1") {
		return grade.Cannot(noKiller)
	}
	return grade.Finding{}
}

// ending is a command whose end is known.
type ending struct {
	script string // HOG stands for a program that needs more than there is
	status int
	oom    bool
	as     func(status int, oom bool) string // the mistake, by what was told
}

func (e ending) right(status int, oom bool) bool { return status == e.status && oom == e.oom }

// endings begin with the one that the exercise is about; statuses are others each time.
func endings() []ending {
	own := 20 + rand.IntN(79) // own+1 has two digits, too, as the golden texts have it
	return []ending{
		{"exec HOG", 137, true, killed},
		{fmt.Sprintf("exit %d", own), own, false, plain},
		{"kill -KILL $$", 137, false, plain},
		{"exit 137", 137, false, plain},
		{"kill -TERM $$", 143, false, plain},
		{fmt.Sprintf("HOG; exit %d", own+1), own + 1, true, survived},
		{"HOG; exit 0", 0, true, survived},
	}
}

// killed names the mistake about the command that was killed.
func killed(status int, oom bool) string {
	const minusOne = 255 // what os.Exit(-1) makes of it
	switch {
	case status == minusOne:
		return "minus-one"
	case status != 137:
		return "status"
	}
	return "not-told"
}

func plain(_ int, oom bool) string {
	if oom {
		return "any-kill"
	}
	return "status"
}

func survived(_ int, oom bool) string {
	if !oom {
		return "child"
	}
	return "status"
}

func checkVerdicts(b *grade.Bench, hog string) grade.Finding {
	limit := (24 + rand.IntN(8)) * mebibyte
	for i, e := range endings() {
		command := strings.ReplaceAll(e.script, "HOG", fmt.Sprintf("%s %d", hog, 2*limit))
		b.Show(fmt.Sprintf("%s run web-%d %d sh -c '%s'", folder, i, limit, shown(e.script)))
		run := b.Run(grade.Program, "run", fmt.Sprintf("web-%d", i), fmt.Sprint(limit), fakehost.Tools+"/sh", "-c", command)
		var oom bool
		line := lastWords(run.Stdout())
		if n, _ := fmt.Sscanf(line, "oom: %t", &oom); n != 1 { //nolint:errcheck // n tells
			return grade.Failed("cg.oom.gave-up", grade.Said(run))
		}
		if !e.right(run.Status(), oom) {
			seen := fmt.Sprintf("after `%s`: status %d, oom: %t", shown(e.script), run.Status(), oom)
			return grade.Failed("cg.oom."+e.as(run.Status(), oom), seen, fmt.Sprint(e.status), fmt.Sprint(e.oom))
		}
	}
	return grade.Finding{}
}

// shown is a script in words that fit into a line.
func shown(script string) string { return strings.ReplaceAll(script, "HOG", "use-too-much") }

func lastWords(stdout string) string {
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	return lines[len(lines)-1]
}

// checkUse runs useMemory in groups of the judge's own: with room enough it has to return, with too little it must not.
func checkUse(b *grade.Bench, tree fakehost.Tree) grade.Finding {
	bytes := (48 + rand.IntN(16)) * mebibyte
	b.MakeGroup(tree, "/use")
	defer b.RemoveGroup(tree, "/use")
	limit(b, tree, bytes+96*mebibyte)
	b.Show(fmt.Sprintf("%s use %d", folder, bytes))
	if run := b.Run(grade.InGroup(tree, "/use", grade.Program, "use", fmt.Sprint(bytes))...); run.Status() != 0 {
		return grade.Failed("cg.oom.other-amount", fmt.Sprintf("use %d, where there is more: %s", bytes, grade.Ending(run)), fmt.Sprint(bytes))
	}
	used := mostUsed(b, tree)
	limit(b, tree, bytes*3/4)
	run := b.Run(grade.InGroup(tree, "/use", grade.Program, "use", fmt.Sprint(bytes))...)
	if run.Status() != 137 {
		seen := fmt.Sprintf("use %d, under a limit of %d: %s%s", bytes, bytes*3/4, grade.Ending(run), used)
		return grade.Failed("cg.oom.vacuous", seen, fmt.Sprint(bytes))
	}
	return grade.Finding{}
}

// limit sets a limit to memory and swap together. In version 1 the limit of both may never be the lower one, so
// which comes first depends.
func limit(b *grade.Bench, tree fakehost.Tree, bytes int) {
	n := fmt.Sprint(bytes)
	if tree.Version == 2 {
		b.SetGroup(tree, "/use", "memory.max", n)
		b.SetGroup(tree, "/use", "memory.swap.max", "0")
		return
	}
	b.SetGroup(tree, "/use", "memory.memsw.limit_in_bytes", "-1")
	b.SetGroup(tree, "/use", "memory.limit_in_bytes", n)
	b.SetGroup(tree, "/use", "memory.memsw.limit_in_bytes", n)
}

// mostUsed is what the group has had in use at most, for evidence, where the kernel counts it (in version 2 since Linux 5.19).
func mostUsed(b *grade.Bench, tree fakehost.Tree) string {
	text, there := b.GroupFile(tree, "/use", grade.File(tree, "memory.max_usage_in_bytes", "memory.peak"))
	if !there {
		return ""
	}
	return "\nmost that was ever in use in its group: " + text + " bytes"
}
