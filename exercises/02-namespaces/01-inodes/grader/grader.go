//go:build linux

// Package grader judges exercise 02/inodes.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/inodes", Folder: "02-namespaces/01-inodes", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Who is in the same namespace", KO: "누가 같은 네임스페이스에 있나"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 2, steps 1 and 5 · man 7 namespaces", KO: "레슨 2의 1, 5단계 · man 7 namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"siblings": "same", "unshare-uts": "different", "unshare-mnt": "same", "unshare-pid": "same", "pid-for-children": "different",
	"container-net": "same", "descriptor": "yes", "bind": "yes", "dead-pid": "no",
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
