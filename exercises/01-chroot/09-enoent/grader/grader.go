//go:build linux

// Package grader judges exercise 01/enoent.
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
		ID: "01/enoent", Folder: "01-chroot/09-enoent", Kind: grade.Diagnose, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "The file is there. \"No such file or directory\"", KO: "파일은 있는데 \"No such file or directory\""},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 1, step 2 · man 2 execve · man 5 elf", KO: "레슨 1의 2단계 · man 2 execve · man 5 elf"},
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

// read takes the answers, and the name of each kind of program; the finding has a Status if they
// cannot be compared.
func read(s grade.Submission) (given map[string]string, kinds map[cause]string, f grade.Finding) {
	words, err := grade.Words(string(s["answer.txt"]))
	if err != nil {
		return nil, nil, grade.Failed("chroot.enoent.form", err.Error())
	}
	given = map[string]string{}
	for name, word := range words {
		given[path.Base(strings.ReplaceAll(name, `\`, "/"))] = word // scene/app-4f2c is as good
	}
	kinds = map[cause]string{}
	for _, name := range sorted(given) {
		word := cause(given[name])
		if !slices.Contains(append(slices.Clone(causes), library), word) {
			return nil, nil, grade.Failed("chroot.enoent.word", fmt.Sprintf("%s = %s", name, word))
		}
		c, ok := causeOf(name)
		if !ok {
			return nil, nil, grade.Failed("chroot.enoent.no-such-program", fmt.Sprintf("%s = %s", name, word), name)
		}
		kinds[c] = name
	}
	if len(kinds) < len(causes) {
		return nil, nil, grade.Failed("chroot.enoent.unanswered", fmt.Sprintf("answers for %d of %d programs", len(kinds), len(causes)))
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
			first = grade.Failed("chroot.enoent."+string(m.cause), m.evidence, name, given[name])
		}
	}
	if first.ID == "" {
		return grade.PassedWith(grade.Text{
			EN: "all six were started, and each failed for the reason that you gave",
			KO: "여섯 개를 모두 실행해 봤고, 모두 답한 이유로 실패했어요",
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
