//go:build linux

// Package grader judges exercise 06/who-sees-whom with a host on which a container and a machine run.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/who-sees-whom", Folder: "06-vm/04-who-sees-whom", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Who sees whom, and through which walls", KO: "누가 누구를, 어떤 벽 너머로 볼까"},
		Answer:   []string{"who.go"},
		LookAt:   grade.Text{EN: "lesson 6, steps 6 and 7 · man 5 proc_pid_status · man 7 namespaces", KO: "레슨 6의 6단계와 7단계 · man 5 proc_pid_status · man 7 namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	l := newLab(b)
	seen, f := l.ask()
	if f.Status != "" {
		return f
	}
	for _, step := range []func([]line) grade.Finding{l.sights, l.walls} {
		if f := step(seen); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "all processes of the container were seen from the host, with their walls; of the machine there was one, its hypervisor, and none that runs in it",
		KO: "컨테이너의 프로세스는 모두 호스트에서 벽과 함께 보였어요. 머신은 하이퍼바이저 하나뿐이고, 그 안에서 도는 프로세스는 보이지 않았어요",
	})
}
