//go:build linux

// Package grader judges exercise 01/env: what passes from the host into a program at
// execve(2), read from /proc/PID/environ and /proc/PID/fd, and where its name was looked up.
package grader

import (
	_ "embed"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/env", Folder: "01-chroot/06-env", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Nothing of the host's comes along", KO: "호스트의 것은 따라오지 않게"},
		Answer:   []string{"become.go"},
		LookAt:   grade.Text{EN: "lesson 1, A world that is too small, The walk out · man 2 execve · man 2 close_range", KO: "레슨 1, 너무 작은 세상, 걸어 나오는 길 · man 2 execve · man 2 close_range"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	h := prepare(b)
	if f := h.checkState(); f.Status != grade.Pass {
		return f
	}
	if f := h.checkWithoutTerm(); f.Status != grade.Pass {
		return f
	}
	if f := h.checkLookup(); f.Status != grade.Pass {
		return f
	}
	return h.checkErrors()
}
