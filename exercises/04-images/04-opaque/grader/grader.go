//go:build linux

// Package grader judges exercise 04/opaque with small stacks of layers.
package grader

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/opaque", Folder: "04-images/04-opaque", Kind: grade.Code, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A directory that begins anew", KO: "처음부터 다시 시작하는 디렉터리"},
		Answer:   []string{"layer.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 4 · man 5 tar", KO: "레슨 4의 4단계 · man 5 tar"},
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
	run, differences, there := s.Unpack(b, "04-images/04-opaque", dir)
	if !there {
		return grade.Failed("img.opaque.not-added", s.Shown("ROOT is not there any more"))
	}
	if run.Status() != 0 {
		return grade.Failed("img.opaque."+s.ID, s.Shown(grade.Said(run)))
	}
	for _, d := range differences {
		if isWhiteout(d.Path) {
			return grade.Failed("img.opaque.unpacked", s.Shown(d.String()))
		}
	}
	if len(differences) > 0 && s.ID == "ignored" && !slices.ContainsFunc(differences, layers.Difference.Surplus) {
		return grade.Failed("img.opaque.too-much", s.Shown(differences[0].String()))
	}
	if len(differences) > 0 {
		return grade.Failed("img.opaque."+s.ID, s.Shown(differences[0].String()))
	}
	return grade.Finding{}
}

func isWhiteout(name string) bool { return strings.HasPrefix(path.Base(name), ".wh.") }
