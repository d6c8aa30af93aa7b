//go:build linux

// Package grader judges exercise 06/decide.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/decide", Folder: "06-vm/09-decide", Kind: grade.Diagnose, Points: 3, Tier: grade.ReadOnly,
		Title:    grade.Text{EN: "Which measurements count, and which wall is enough?", KO: "어느 측정이 쓸모 있고, 어느 벽이면 충분할까?"},
		Answer:   []string{"answer.txt"},
		LookAt:   grade.Text{EN: "lesson 6, steps 8 and 12", KO: "레슨 6의 8단계와 12단계"},
		Mistakes: mistakes,
		Hints:    hints,
		Scene:    makeScene,
		Archive:  stub,
		Recorded: judge,
		Grade:    func(b *grade.Bench) grade.Finding { return judge(b.Answer) },
	})
}

const ids = "vm.decide"

var (
	records = grade.Diagnosis{IDs: ids, Thing: "record", Prefix: "rec-", Suffix: ".txt", Causes: flaws, Never: guestKernel}
	jobs    = grade.Diagnosis{IDs: ids, Thing: "job", Prefix: "job-", Suffix: ".txt", Causes: walls, Never: emulator}
)

// judge takes the answer apart: records, jobs, and the lines that decide.
func judge(s grade.Submission) grade.Finding {
	words, err := grade.Words(string(s["answer.txt"]))
	if err != nil {
		return grade.Failed(ids+".form", err.Error())
	}
	aboutRecords, aboutJobs, lines := sorted(words)
	if f := records.Judge(aboutRecords, func(name string, c grade.Cause) (grade.Measured, error) {
		return examine(newRecord(name, c).String()), nil
	}); f.Status != grade.Pass {
		return f
	}
	if f := jobs.Judge(aboutJobs, func(name string, c grade.Cause) (grade.Measured, error) {
		return grade.Measured{Cause: c, Evidence: newJob(name, c).String()}, nil
	}); f.Status != grade.Pass {
		return f
	}
	return judgeLines(aboutJobs, lines)
}

// sorted makes an answer of its own of the lines about records, and of those about jobs. What is neither is taken for a record, and
// will be told as none.
func sorted(words map[string]string) (aboutRecords, aboutJobs grade.Submission, lines map[string]string) {
	var texts [2]strings.Builder
	lines = map[string]string{}
	for name, word := range words {
		name = plainName(name)
		if job, isLine := strings.CutSuffix(name, ".line"); isLine {
			lines[plainName(job)] = word
			continue
		}
		about := &texts[0]
		if strings.HasPrefix(name, jobs.Prefix) {
			about = &texts[1]
		}
		fmt.Fprintf(about, "%s = %s\n", name, word)
	}
	answer := func(b *strings.Builder) grade.Submission { return grade.Submission{"answer.txt": []byte(b.String())} }
	return answer(&texts[0]), answer(&texts[1]), lines
}

// plainName takes scene/rec-4f2c.txt for the name that it is.
func plainName(name string) string {
	return strings.TrimSuffix(name[strings.LastIndexAny(name, `/\`)+1:], ".txt")
}

// judgeLines is for jobs whose words are all right.
func judgeLines(aboutJobs grade.Submission, lines map[string]string) grade.Finding {
	words, err := grade.Words(string(aboutJobs["answer.txt"]))
	if err != nil {
		return grade.Failed(ids+".form", err.Error())
	}
	right := 0
	var first grade.Finding
	for _, name := range byWall(words) {
		wall := grade.Cause(words[name])
		j, said := newJob(name, wall), lines[name]
		switch {
		case said == "" || said == "?":
			return grade.Failed(ids+".unanswered", "no line "+name+".line = NUMBER (or none)")
		case !slices.Contains([]string{"none", "0", "1", "2", "3", "4", "5"}, said):
			return grade.Failed(ids+".word", name+".line = "+said)
		case said == j.decides || said == "0" && j.decides == "none":
			right++
		case first.ID == "" && wall == process:
			first = grade.Failed(ids+".no-line", j.String(), name, said)
		case first.ID == "":
			first = grade.Failed(ids+".line", j.String(), name, said, string(wall), lighter(wall))
		}
	}
	if first.ID != "" {
		first.Observed += fmt.Sprintf("\nright so far: %d of %d", right, len(walls))
		return first
	}
	return grade.PassedWith(grade.Text{
		EN: "seven records read, six jobs decided, each by the line that decides it",
		KO: "기록 일곱 개를 읽었고, 일 여섯 가지를 저마다 그것을 정하는 줄로 정했어요",
	})
}

// byWall are the names in the order of the walls.
func byWall(words map[string]string) []string {
	var names []string
	for name := range words {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return slices.Index(walls, grade.Cause(words[a])) - slices.Index(walls, grade.Cause(words[b]))
	})
	return names
}

// makeScene writes a file for each record and each job into dir.
func makeScene(dir string) error {
	texts := map[string]string{}
	for _, d := range []struct {
		grade.Diagnosis
		text func(name string, c grade.Cause) string
	}{
		{records, func(name string, c grade.Cause) string { return newRecord(name, c).String() }},
		{jobs, func(name string, c grade.Cause) string { return name + "\n\n" + newJob(name, c).String() + "\n" }},
	} {
		names, err := d.Draw()
		if err != nil {
			return err
		}
		for c, name := range names {
			texts[name] = d.text(name, c)
		}
	}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(text), 0o644); err != nil {
			return fmt.Errorf("make scene: %w", err)
		}
	}
	return nil
}
