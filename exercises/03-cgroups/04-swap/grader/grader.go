//go:build linux

// Package grader judges exercise 03/swap by the limits that the group has while a command runs in it. Whether the machine
// has any swap does not matter.
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
		ID: "03/swap", Folder: "03-cgroups/04-swap", Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Memory, and swap on top", KO: "메모리, 그리고 그 위의 스왑"},
		Answer:   []string{"swap.go"},
		Imports:  []string{"github.com/minicontainer/minicontainer/exercises/given"},
		LookAt:   grade.Text{EN: "lesson 3, step 4 · man 7 cgroups", KO: "레슨 3의 4단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// pair is a limit of memory, and what may be in swap on top; grade.Unlimited is none.
type pair struct{ memory, swap int64 }

func (p pair) String() string { return "memory " + said(p.memory) + ", swap " + said(p.swap) }

func said(limit int64) string {
	if limit == grade.Unlimited {
		return "no limit"
	}
	return fmt.Sprint(limit)
}

func check(b *grade.Bench) grade.Finding {
	tree := b.Tree("memory")
	b.MakeGroup(tree, "/probe")
	_, counted := b.GroupFile(tree, "/probe", swapFile(tree))
	b.RemoveGroup(tree, "/probe")
	if !counted {
		return grade.Cannot(noSwapCounted, swapFile(tree))
	}
	// Going from one to the other the limit of memory alone passes that of memory and swap together.
	random := func() int64 { return rand.Int64N(8) << 20 }
	low := pair{memory: 24<<20 + random()}
	low.swap = low.memory + 12<<20 + random()
	high := pair{memory: low.memory + low.swap + 1<<20, swap: 12<<20 + random()}
	for _, try := range []struct {
		set  []pair
		told func(seen pair, set []pair) string
	}{
		{[]pair{low}, first},
		{[]pair{{high.memory, 0}}, zero},
		{[]pair{low, high}, func(pair, []pair) string { return "raise" }},
		{[]pair{high, low}, func(pair, []pair) string { return "lower" }},
		{[]pair{low, {low.memory, 0}, low}, zero},
	} {
		if f := attempt(b, tree, try.set, try.told); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "memory and swap had the limits that were asked for, also after they were raised and lowered",
		KO: "메모리와 스왑에 주어진 제한이 걸렸고, 올리고 내린 뒤에도 맞았어요",
	})
}

func swapFile(tree fakehost.Tree) string {
	return grade.File(tree, "memory.memsw.limit_in_bytes", "memory.swap.max")
}

// attempt has the limits set one after the other, and compares the last ones; a Status of "" is no objection.
func attempt(b *grade.Bench, tree fakehost.Tree, set []pair, told func(pair, []pair) string) grade.Finding {
	name, sentinel := "web-"+b.Token(), b.Sentinel()
	args := []string{grade.Program, name}
	for _, p := range set {
		args = append(args, fmt.Sprint(p.memory), fmt.Sprint(p.swap))
	}
	b.Show(strings.Join(append([]string{"exercises/03-cgroups/04-swap"}, args[1:]...), " ") + " -- …")
	run := b.Start(fakehost.Command{Args: append(append(args, "--"), sentinel...)})
	defer b.Host.EndAll()
	_, found := b.Await(run, sentinel)
	seen, there := limits(b, tree, "/"+name)
	want := set[len(set)-1]
	if other := grade.File(tree, ".max", "limit_in_bytes"); !found && strings.Contains(grade.Said(run), other) {
		return grade.Failed("cg.swap.other-version", fmt.Sprintf("%s is of version %d\n%s", tree.Point, tree.Version, grade.Said(run)))
	}
	if there && seen != want {
		evidence := seen.String()
		if !found {
			evidence += "\n" + grade.Said(run)
		}
		return grade.Failed("cg.swap."+told(seen, set), evidence, fmt.Sprint(want.memory), fmt.Sprint(want.swap))
	}
	if !found || !there {
		return grade.Failed("cg.swap.not-started", grade.Said(run), sentinel[0])
	}
	return grade.Finding{}
}

// limits are those that a group has.
func limits(b *grade.Bench, tree fakehost.Tree, group string) (p pair, there bool) {
	_, there = b.GroupFile(tree, group, "cgroup.procs")
	p.memory = b.Limit(grade.MemoryLimit, tree, group)
	p.swap = b.Limit(grade.GroupFiles{Controller: "memory", V1: swapFile(tree), V2: swapFile(tree)}, tree, group)
	if tree.Version == 1 && p.swap != grade.Unlimited {
		p.swap -= max(p.memory, 0)
	}
	return p, there
}

// first names the mistake in the first limits of a group.
func first(seen pair, set []pair) string {
	want := set[0]
	switch {
	case seen == pair{grade.Unlimited, grade.Unlimited}:
		return "no-limit"
	case seen.memory != want.memory:
		return "other-memory"
	case seen.swap == grade.Unlimited:
		return "memory-only"
	case seen.swap == want.swap+want.memory || seen.swap == want.swap-want.memory:
		return "together"
	}
	return "other-swap"
}

// zero is for limits without swap.
func zero(seen pair, set []pair) string {
	want := set[len(set)-1]
	if seen.memory == want.memory && want.swap == 0 && seen.swap != 0 {
		return "zero"
	}
	return first(seen, set[len(set)-1:])
}
