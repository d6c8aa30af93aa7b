//go:build linux

// Package grader judges exercise 02/ps.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/ps", Folder: "02-namespaces/11-ps", Kind: grade.Diagnose, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Six containers, and what is wrong with each", KO: "컨테이너 여섯 개, 저마다 다른 잘못"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 2, steps 1, 4 and 7 · man 7 pid_namespaces", KO: "레슨 2의 1, 4, 7단계 · man 7 pid_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Scene:    makeScene,
		Archive:  stub,
		Recorded: diagnosis.Recorded,
		Grade:    check,
	})
}

var diagnosis = grade.Diagnosis{
	IDs: "ns.ps", Thing: "container", Prefix: "box-", Suffix: ".txt", Causes: causes, Never: noFork,
	Passed: grade.Text{
		EN: "all six were made again, and each has the mistake that you named",
		KO: "여섯 개를 모두 다시 만들어 봤고, 모두 답한 실수가 있었어요",
	},
}

func check(b *grade.Bench) grade.Finding {
	return diagnosis.Judge(b.Answer, func(name string, c grade.Cause) (grade.Measured, error) { return measure(b, name, c) })
}
