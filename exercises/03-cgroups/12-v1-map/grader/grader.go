//go:build linux

// Package grader judges exercise 03/v1-map.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/v1-map", Folder: "03-cgroups/12-v1-map", Kind: grade.Predict, Points: 2, Tier: grade.ReadOnly,
		Title:    grade.Text{EN: "From version 1 to version 2", KO: "버전 1에서 버전 2로"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 3, steps 1 and 3 to 6 · man 7 cgroups", KO: "레슨 3의 1, 3~6단계 · man 7 cgroups"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: compare,
		Grade:    func(b *grade.Bench) grade.Finding { return compare(b.Answer) },
	})
}

// compare asks no kernel: a machine has one file of each pair, so none can show both.
func compare(s grade.Submission) grade.Finding {
	f := prediction.Judge(s, func() grade.Key { return known })
	if f.Status == grade.Pass {
		return grade.PassedWith(grade.Text{
			EN: "all %[1]s are as the kernel's documentation has them",
			KO: "%[1]s개가 모두 커널 문서와 같아요",
		}, countOf(prediction))
	}
	return f
}
