//go:build linux

// Package grader judges exercise 02/not-namespaced.
package grader

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
		Recorded: checkRecorded,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	given, f := read(b.Answer)
	if f.Status != "" {
		return f
	}
	l := newLab(b)
	defer l.close()
	return compare(given, func(q question) (string, string) { return l.measure(q) })
}

// checkRecorded is check where nothing can be run.
func checkRecorded(s grade.Submission) grade.Finding {
	given, f := read(s)
	if f.Status != "" {
		return f
	}
	return compare(given, func(q question) (string, string) {
		return recorded[q.name], "recorded on Linux 6.18: " + recorded[q.name]
	})
}

// recorded is what was measured on another machine; the proof compares it with what is measured.
var recorded = map[string]string{
	"hostname": "uts", "signal": "pid", "shared-memory": "ipc", "port": "net", "ttl": "net", "swappiness": "none",
	"clock": "none", "memory": "none", "host-sees": "yes", "mknod": "no",
}

// read takes the answers; the finding has a Status if they cannot be compared.
func read(s grade.Submission) (map[string]string, grade.Finding) {
	given, err := grade.Words(string(s["answer.txt"]))
	if err != nil {
		return nil, grade.Failed("ns.not-namespaced.form", err.Error())
	}
	if strange := strangeLine(given); strange != "" {
		return nil, grade.Failed("ns.not-namespaced.word", strange)
	}
	if open := unanswered(given); len(open) > 0 {
		return nil, grade.Failed("ns.not-namespaced.unanswered", "no answer to: "+strings.Join(open, ", "))
	}
	return given, grade.Finding{}
}

// strangeLine is the first line with a question that is not asked or a word that is none of its
// choices; a question mark is a question still open.
func strangeLine(given map[string]string) string {
	var strange []string
	for name, word := range given {
		i := slices.IndexFunc(questions, func(q question) bool { return q.name == name })
		if i < 0 || word != "?" && word != "" && !slices.Contains(questions[i].choices, word) {
			strange = append(strange, name+" = "+word)
		}
	}
	slices.Sort(strange)
	return strings.Join(strange[:min(len(strange), 1)], "")
}

func unanswered(given map[string]string) []string {
	var open []string
	for _, q := range questions {
		if word := given[q.name]; word == "" || word == "?" {
			open = append(open, q.name)
		}
	}
	return open
}

// compare measures each question, and tells the first wrong prediction.
func compare(given map[string]string, measure func(question) (key, evidence string)) grade.Finding {
	right := 0
	var first grade.Finding
	for _, q := range questions {
		key, evidence := measure(q)
		switch {
		case !slices.Contains(q.choices, key):
			panic(fmt.Sprintf("%s cannot be measured: %s", q.name, evidence)) // of the bench: no verdict
		case given[q.name] == key:
			right++
		case first.ID == "":
			first = grade.Failed("ns.not-namespaced."+q.name, evidence, given[q.name], key)
		}
	}
	if first.ID == "" {
		return grade.PassedWith(grade.Text{
			EN: "all %[1]s were tried, and each went as you said",
			KO: "%[1]s가지를 모두 해 봤고, 모두 답한 대로였어요",
		}, strconv.Itoa(right))
	}
	first.Observed += fmt.Sprintf("\nright so far: %d of %d", right, len(questions))
	return first
}
