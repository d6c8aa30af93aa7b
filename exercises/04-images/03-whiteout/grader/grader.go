//go:build linux

// Package grader judges exercise 04/whiteout with small stacks of layers.
package grader

import (
	_ "embed"
	"fmt"
	"path"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/whiteout", Folder: "04-images/03-whiteout", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "From a stack of layers to files", KO: "레이어 더미에서 파일로"},
		Answer:   []string{"unpack.go"},
		LookAt:   grade.Text{EN: "lesson 4, steps 3 and 4 · man 5 tar", KO: "레슨 4의 3, 4단계 · man 5 tar"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for i, s := range stacks {
		if f := try(b, fmt.Sprintf("%s/stack-%d", fakehost.Work, i), s.With(b.Token())); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s stacks of layers have become the right files",
		KO: "레이어 더미 %[1]s개가 모두 맞는 파일이 됐어요",
	}, fmt.Sprint(len(stacks)))
}

// try has one stack unpacked and compares; a Status of "" is no objection.
func try(b *grade.Bench, dir string, s layers.Stack) grade.Finding {
	run, differences, there := s.Unpack(b, "04-images/03-whiteout", dir)
	if !there {
		return grade.Failed("img.whiteout.not-unpacked", s.Shown("ROOT is not there any more"))
	}
	if run.Status() != 0 {
		return grade.Failed("img.whiteout."+s.ID, s.Shown(grade.Said(run)))
	}
	for _, d := range differences {
		if isWhiteout(d.Path) {
			return grade.Failed("img.whiteout.unpacked", s.Shown(d.String()), beside(d.Path))
		}
	}
	if len(differences) > 0 {
		return grade.Failed("img.whiteout."+s.ID, s.Shown(differences[0].String()))
	}
	return grade.Finding{}
}

func isWhiteout(name string) bool { return strings.HasPrefix(path.Base(name), ".wh.") }

// beside is the path that a whiteout is about.
func beside(name string) string {
	return path.Join(path.Dir(name), strings.TrimPrefix(path.Base(name), ".wh."))
}
