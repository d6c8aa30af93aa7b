//go:build linux

// Package grader judges exercise 03/delegate.
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
		ID: "03/delegate", Folder: "03-cgroups/07-delegate", Kind: grade.Code, Points: 3, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "A controller, handed down", KO: "컨트롤러 물려주기"},
		Answer:   []string{"delegate.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 7 · man 7 cgroups", KO: "레슨 3의 7단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// controllers are those for which a group may not have both processes and groups below. For cpu, cpuset, pids and
// perf_event it may: they can tell threads apart. Source: cgroup-v2.rst, "Threads".
var controllers = []string{"memory", "hugetlb", "io", "misc", "rdma"}

func check(b *grade.Bench) grade.Finding {
	tree, controller, ok := find(b.Host)
	if !ok {
		return grade.Cannot(noTree)
	}
	for _, try := range []func(scene) grade.Finding{checkPopulated, checkOnTheWay, checkUnknown} {
		if f := try(newScene(b, tree, controller)); f.Status != grade.Pass {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the controller works in the new group, two levels down, and nobody was lost on the way",
		KO: "두 단계 아래의 새 그룹에서 컨트롤러가 동작하고, 도중에 잃어버린 프로세스도 없어요",
	})
}

func find(h *fakehost.Host) (fakehost.Tree, string, bool) {
	for _, controller := range controllers {
		if tree, ok := h.Tree(controller); ok && tree.Version == 2 {
			return tree, controller, true
		}
	}
	return fakehost.Tree{}, "", false
}

// checkPopulated has processes in the top, and asks twice.
func checkPopulated(s scene) grade.Finding {
	s.inhabit(s.top)
	s.inhabit(s.top)
	if f := s.look(s.run(s.controller)); f.Status != grade.Pass {
		return f
	}
	again := s.run(s.controller)
	if f := s.look(again); f.ID == "cg.delegate.error" {
		return grade.Failed("cg.delegate.again", "the second time, with everything as it should be\n"+s.ending(again))
	} else if f.Status != grade.Pass {
		return f
	}
	return grade.Passed("")
}

// checkOnTheWay has a process in each group that is on the way.
func checkOnTheWay(s scene) grade.Finding {
	s.inhabit(s.top)
	s.make(s.top + "/box")
	s.inhabit(s.top + "/box")
	return s.look(s.run(s.controller))
}

// checkUnknown asks for what there is not.
func checkUnknown(s scene) grade.Finding {
	if r := s.run("nosuch"); r.Status() == 0 {
		return grade.Failed("cg.delegate.silent", "asked for the controller nosuch: exit status 0", "nosuch")
	}
	return grade.Passed("")
}
