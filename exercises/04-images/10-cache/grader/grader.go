//go:build linux

// Package grader judges exercise 04/cache with steps that differ in one thing each.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/cache", Folder: "04-images/10-cache", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Has this step been done before?", KO: "이 단계, 전에 한 적이 있을까?"},
		Answer:   []string{"key.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 9 · go doc crypto/sha256 · go doc path/filepath.WalkDir", KO: "레슨 4의 9단계 · go doc crypto/sha256 · go doc path/filepath.WalkDir"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	one := newStep(b)
	first, f := one.key(b)
	if f.Status != "" {
		return f
	}
	for _, c := range cases(one) {
		key, f := c.step.key(b)
		if f.Status != "" {
			return f
		}
		before := first
		if c.than != nil {
			if before, f = c.than.key(b); f.Status != "" {
				return f
			}
		}
		if (key == before) != c.same {
			return grade.Failed("img.cache."+c.id, c.what+"\nthe key is "+map[bool]string{true: "the same as before", false: "another one than before"}[key == before])
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s pairs of steps: the key is another one where the outcome is, and only there",
		KO: "단계 %[1]s쌍에서, 결과가 다를 때만 키가 달라요",
	}, fmt.Sprint(len(cases(one))))
}

// key runs the program; the finding has a Status if no key came out.
func (s step) key(b *grade.Bench) (string, grade.Finding) {
	src := s.lay(b)
	b.Show("exercises/04-images/10-cache PARENT INSTRUCTION SRC")
	run := b.Start(fakehost.Command{Args: []string{grade.Program, s.parent, s.instruction, src}})
	b.Settle(run)
	defer run.Kill()
	words := strings.Fields(run.Stdout())
	switch {
	case !run.Ended():
		return "", grade.Failed("img.cache.no-key", grade.Said(run))
	case run.Status() != 0 || len(words) != 1:
		return "", grade.Failed("img.cache.no-key", fmt.Sprintf("stdout %.60q, %s", run.Stdout(), grade.Ending(run)))
	}
	return words[0], grade.Finding{}
}
