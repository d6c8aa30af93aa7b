//go:build linux

// Package grader judges exercise 06/modules. It loads nothing.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/modules", Folder: "06-vm/05-modules", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What belongs to a kernel", KO: "커널에 딸린 것들"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 6, step 7 · man 2 init_module · man 7 capabilities", KO: "레슨 6의 7단계 · man 2 init_module · man 7 capabilities"},
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
