//go:build linux

// Package grader judges exercise 02/ps.
package grader

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/ps", Folder: "02-namespaces/11-ps", Kind: grade.Diagnose, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Six containers, and what is wrong with each", KO: "컨테이너 여섯 개, 저마다 다른 잘못"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 2, steps 1, 4 and 7 · man 7 pid_namespaces", KO: "레슨 2의 1, 4, 7단계 · man 7 pid_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Scene:    makeScene,
		Archive:  stub,
		Recorded: checkRecorded,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	given, kinds, f := read(b.Answer)
	if f.Status != "" {
		return f
	}
	return compare(given, kinds, func(name string, c cause) (measured, error) { return measure(b, name, c) })
}

// checkRecorded is check where nothing can be run: a scene says by its names what was put into it.
func checkRecorded(s grade.Submission) grade.Finding {
	given, kinds, f := read(s)
	if f.Status != "" {
		return f
	}
	return compare(given, kinds, func(name string, c cause) (measured, error) {
		return measured{c, name + " was made as: " + string(c)}, nil
	})
}

// read takes the answers, and the name of each kind of container; the finding has a Status if they
// cannot be compared.
func read(s grade.Submission) (given map[string]string, kinds map[cause]string, f grade.Finding) {
	words, err := grade.Words(string(s["answer.txt"]))
	if err != nil {
		return nil, nil, grade.Failed("ns.ps.form", err.Error())
	}
	given = map[string]string{}
	for name, word := range words {
		given[strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".txt")] = word // scene/box-4f2c.txt is as good
	}
	kinds = map[cause]string{}
	for _, name := range sorted(given) {
		word := cause(given[name])
		if !slices.Contains(append(slices.Clone(causes), noFork), word) {
			return nil, nil, grade.Failed("ns.ps.word", fmt.Sprintf("%s = %s", name, word))
		}
		c, ok := causeOf(name)
		if !ok {
			return nil, nil, grade.Failed("ns.ps.no-such-container", fmt.Sprintf("%s = %s", name, word), name)
		}
		kinds[c] = name
	}
	if len(kinds) < len(causes) {
		return nil, nil, grade.Failed("ns.ps.unanswered", fmt.Sprintf("answers for %d of %d containers", len(kinds), len(causes)))
	}
	return given, kinds, grade.Finding{}
}

// compare tells the first wrong answer, in the order of causes.
func compare(given map[string]string, kinds map[cause]string, measure func(string, cause) (measured, error)) grade.Finding {
	right := 0
	var first grade.Finding
	for _, c := range causes {
		name := kinds[c]
		m, err := measure(name, c)
		switch {
		case err != nil:
			panic(err) // of the bench: no verdict
		case m.cause == "":
			panic(fmt.Sprintf("%s: the cause cannot be told: %s", name, m.evidence)) // as above
		case cause(given[name]) == m.cause:
			right++
		case first.ID == "":
			first = grade.Failed("ns.ps."+string(m.cause), m.evidence, name, given[name])
		}
	}
	if first.ID == "" {
		return grade.PassedWith(grade.Text{
			EN: "all six were made again, and each has the mistake that you named",
			KO: "여섯 개를 모두 다시 만들어 봤고, 모두 답한 실수가 있었어요",
		})
	}
	first.Observed += fmt.Sprintf("\nright so far: %d of %d", right, len(causes))
	return first
}

func sorted(given map[string]string) []string {
	var names []string
	for name := range given {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
