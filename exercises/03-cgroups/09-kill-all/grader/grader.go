//go:build linux

// Package grader judges exercise 03/kill-all.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/kill-all", Folder: "03-cgroups/09-kill-all", Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Everybody out", KO: "한 명도 남김없이"},
		Answer:   []string{"kill.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 9 · man 7 cgroups", KO: "레슨 3의 9단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// check tries every tree in which groups can be frozen: a hybrid machine has one of each version. The crowd is
// there twice: who kills what was on a list, and is quick, may be lucky once.
func check(b *grade.Bench) grade.Finding {
	trees := freezable(b.Host.Trees())
	if len(trees) == 0 {
		b.Tree("freezer") // which ends the check
	}
	for _, tree := range trees {
		for _, try := range []func(*grade.Bench, fakehost.Tree) grade.Finding{checkCrowd, checkCrowd, checkFrozen, checkEmpty} {
			if f := try(b, tree); f.Status != grade.Pass {
				return f
			}
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "nobody is left of a crowd that forks all the time, of groups below it, of a frozen group; and nobody else is gone",
		KO: "쉬지 않고 fork하는 무리도, 아래 그룹들도, 얼려 둔 그룹도 모두 비었고, 다른 프로세스는 그대로예요",
	})
}

func freezable(trees []fakehost.Tree) []fakehost.Tree {
	var found []fakehost.Tree
	for _, t := range trees {
		if t.Version == 2 || len(t.Controllers) == 1 && t.Controllers[0] == "freezer" {
			found = append(found, t)
		}
	}
	return found
}

// checkCrowd has a group ended in which there is everything that makes it hard, with a neighbour
// whose name begins the same.
func checkCrowd(b *grade.Bench, tree fakehost.Tree) grade.Finding {
	const forkers = 4
	s := newScene(b, tree)
	defer s.close()
	neighbour := s.crowd(s.group+"2", 2, 0)
	s.crowd(s.group, many, forkers)
	s.crowd(s.group+"/inner/deeper", 2, 0)
	s.run()
	if f := s.verdict(); f.Status != grade.Pass {
		return f
	}
	if left := s.processes(s.group + "2"); len(left) < neighbour {
		return grade.Failed("cg.kill-all.neighbours", "ended with it: processes of a group beside it", "GROUP2")
	}
	return grade.Passed("")
}

// checkFrozen has a group ended that is frozen.
func checkFrozen(b *grade.Bench, tree fakehost.Tree) grade.Finding {
	s := newScene(b, tree)
	defer s.close()
	s.crowd(s.group, 2, 0)
	s.crowd(s.group+"/inner/deeper", 2, 0)
	s.setFrozen(s.group, true)
	s.run()
	return s.verdict()
}

// checkEmpty has a group ended that holds nobody.
func checkEmpty(b *grade.Bench, tree fakehost.Tree) grade.Finding {
	s := newScene(b, tree)
	defer s.close()
	s.make(s.group)
	s.run()
	return s.verdict()
}
