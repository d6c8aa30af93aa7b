//go:build linux

// Package grader judges exercise 06/same-kernel.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/same-kernel", Folder: "06-vm/01-same-kernel", Kind: grade.Predict, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Whose kernel is it", KO: "누구의 커널일까"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 6, step 1 · man 5 proc · man 2 execve", KO: "레슨 6의 1단계 · man 5 proc · man 2 execve"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: byRecord,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	return prediction.Judge(b.Answer, func() grade.Key { return newLab(b).key })
}

// byRecord is for machines that let nothing be run.
func byRecord(s grade.Submission) grade.Finding {
	return prediction.Judge(s, func() grade.Key { return fromRecord })
}
