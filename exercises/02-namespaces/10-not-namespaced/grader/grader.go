//go:build linux

// Package grader judges exercise 02/not-namespaced.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/not-namespaced", Folder: "02-namespaces/10-not-namespaced", Kind: grade.Predict, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What no namespace isolates", KO: "어떤 네임스페이스도 격리하지 않는 것"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 2, step 8 · man 7 namespaces", KO: "레슨 2의 8단계 · man 7 namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Recorded: prediction.Recorded(recorded),
		Grade:    check,
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"hostname": "uts", "signal": "pid", "shared-memory": "ipc", "port": "net", "ttl": "net", "swappiness": "none",
	"clock": "none", "memory": "none", "host-sees": "yes", "mknod": "no",
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
		return l.measure
	})
}
