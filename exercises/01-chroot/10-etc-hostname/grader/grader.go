//go:build linux

// Package grader judges exercise 01/etc-hostname.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/etc-hostname", Folder: "01-chroot/10-etc-hostname", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What chroot changes, and what it does not", KO: "chroot가 바꾸는 것과 바꾸지 않는 것"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 1, steps 3 and 4 · man 2 chroot", KO: "레슨 1의 3, 4단계 · man 2 chroot"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"cwd-outside": "host", "cwd-inside": "container", "hostname": "host", "host-ps": "yes", "container-ps": "yes",
	"dev-null": "file", "uid": "root", "kill": "yes", "escape": "yes",
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
