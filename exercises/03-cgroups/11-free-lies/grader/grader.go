//go:build linux

// Package grader judges exercise 03/free-lies.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/free-lies", Folder: "03-cgroups/11-free-lies", Kind: grade.Predict, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "What a container is told about its limits", KO: "컨테이너는 자기 제한을 어떻게 알까"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 3, steps 3, 5 and 6 · man 7 cgroups", KO: "레슨 3의 3, 5, 6단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"free": "machine", "sysinfo": "machine", "nproc": "machine", "num-cpu": "machine", "nproc-cpuset": "group", "cpuinfo": "machine",
	"ulimit": "machine", "reserve": "yes", "memory-max": "group", "siblings": "no",
}

func check(b *grade.Bench) grade.Finding {
	var l *lab
	defer func() {
		if l != nil {
			l.close()
		}
	}()
	return prediction.Judge(b.Answer, func() grade.Key {
		l = newLab(b)
		return l.key
	})
}
