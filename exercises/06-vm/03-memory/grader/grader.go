//go:build linux

// Package grader judges exercise 06/memory with processes that have taken known amounts of it.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/memory", Folder: "06-vm/03-memory", Kind: grade.Measure, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Memory that is really used", KO: "정말로 쓰는 메모리"},
		Answer:   []string{"memory.go"},
		LookAt:   grade.Text{EN: "lesson 6, step 9 · man 5 proc_pid_smaps · man 7 cgroups", KO: "레슨 6의 9단계 · man 5 proc_pid_smaps · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	l := newLab(b)
	for _, step := range []func() grade.Finding{l.container, l.machine, l.ended, l.groups} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "shared pages once, a machine's promise not at all, page cache told apart: %[1]s kB of the kernel's were yours, too",
		KO: "함께 쓰는 페이지는 한 번만, 약속만 한 메모리는 빼고, 페이지 캐시는 따로. 커널이 센 %[1]s kB를 똑같이 셌어요",
	}, l.last)
}
