//go:build linux

// Package grader judges exercise 04/copy-up.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/copy-up", Folder: "04-images/07-copy-up", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What a small change to a big file costs", KO: "큰 파일을 조금 바꾸면 드는 것"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 4, step 6 · docs.kernel.org/filesystems/overlayfs.html, \"Non-directories\"", KO: "레슨 4의 6단계 · docs.kernel.org/filesystems/overlayfs.html의 \"Non-directories\""},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"read": "no", "append": "whole", "chmod": "whole", "inode": "other", "hard-link": "no", "sibling": "no",
	"rm": "mark", "shrink": "not-smaller", "rm-own": "nothing", "rename-dir": "refused",
}

func check(b *grade.Bench) grade.Finding {
	l := newLab(b)
	if !l.mount() {
		return prediction.Recorded(recorded)(b.Answer) // this kernel mounts no overlay here
	}
	return prediction.Judge(b.Answer, func() grade.Key { return l.key })
}
