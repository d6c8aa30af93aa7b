//go:build linux

// Package grader judges exercise 01/enoent.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/enoent", Folder: "01-chroot/09-enoent", Kind: grade.Diagnose, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "The file is there. \"No such file or directory\"", KO: "파일은 있는데 \"No such file or directory\""},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 1, step 2 · man 2 execve · man 5 elf", KO: "레슨 1의 2단계 · man 2 execve · man 5 elf"},
		Mistakes: mistakes,
		Hints:    hints,
		Scene:    makeScene,
		Archive:  stub,
		Recorded: diagnosis.Recorded,
		Grade:    check,
	})
}

var diagnosis = grade.Diagnosis{
	IDs: "chroot.enoent", Thing: "program", Prefix: "app-", Causes: causes, Never: library,
	Passed: grade.Text{
		EN: "all six were started, and each failed for the reason that you gave",
		KO: "여섯 개를 모두 실행해 봤고, 모두 답한 이유로 실패했어요",
	},
}

func check(b *grade.Bench) grade.Finding {
	return diagnosis.Judge(b.Answer, func(name string, c grade.Cause) (grade.Measured, error) { return measure(b, name, c) })
}
