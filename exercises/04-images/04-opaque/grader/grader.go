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
		if f := try(b, fmt.Sprintf("%s/stack-%d", fakehost.Work, i), s.with(b.Token())); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s stacks of layers have become the right files",
		KO: "레이어 더미 %[1]s개가 모두 맞는 파일이 됐어요",
	}, fmt.Sprint(len(stacks)))
}

// try has one stack unpacked and compares; a Status of "" is no objection.
func try(b *grade.Bench, dir string, s stack) grade.Finding {
	root := dir + "/R"
	b.Dir(strings.TrimPrefix(root, fakehost.Work+"/"))
	args := []string{grade.Program, root}
	for i, layer := range s.layers {
		file := fmt.Sprintf("%s/layer-%d.tar", dir, i)
		b.Write(file, string(layers.Tar(layer)), 0o644)
		args = append(args, file)
	}
	b.Show("exercises/04-images/04-opaque ROOT LAYER...")
	run := b.Run(args...)
	r, ok := b.Rooted(root)
	if !ok {
		return grade.Failed("img.opaque.not-added", s.shown("ROOT is not there any more"))
	}
	defer r.Close()
	if run.Status() != 0 {
		return grade.Failed("img.opaque."+s.id, s.shown(grade.Said(run)))
	}
	differences := layers.Differences(r, s.want, s.gone...)
	for _, d := range differences {
		if isWhiteout(d.Path) {
			return grade.Failed("img.opaque.unpacked", s.shown(d.String()))
		}
	}
	if len(differences) > 0 && s.id == "ignored" && !slices.ContainsFunc(differences, layers.Difference.Surplus) {
		return grade.Failed("img.opaque.too-much", s.shown(differences[0].String()))
	}
	if len(differences) > 0 {
		return grade.Failed("img.opaque."+s.id, s.shown(differences[0].String()))
	}
	return grade.Finding{}
}

func isWhiteout(name string) bool { return strings.HasPrefix(path.Base(name), ".wh.") }
