package ladder

import (
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/diff"
)

// StepAim is how many lines of run.go may come or go from one lesson to the next,
// comments and blank lines aside: what a group can read together in a few minutes.
const StepAim = 40

// checkSteps compares the run.go of each written lesson with the one before it.
func (l Ladder) checkSteps() ([]string, error) {
	var problems []string
	written := l.written()
	for i := 1; i < len(written); i++ {
		before, after := written[i-1], written[i]
		if after.Number != before.Number+1 {
			continue
		}
		size, err := stepSize(l.stageFile(before, "run.go"), l.stageFile(after, "run.go"))
		if err != nil {
			return nil, err
		}
		if size > StepAim {
			problems = append(problems, fmt.Sprintf("lessons/%s/run.go: %d lines differ from %s, more than %d",
				after.Slug(), size, before.Slug(), StepAim))
		}
	}
	return problems, nil
}

func stepSize(before, after string) (int, error) {
	old, err := statements(before)
	if err != nil {
		return 0, err
	}
	current, err := statements(after)
	if err != nil {
		return 0, err
	}
	size := 0
	for _, e := range diff.Lines(old, current, diff.Equal) {
		if e.Op != ' ' {
			size++
		}
	}
	return size, nil
}

// statements returns a file's lines without blank ones and line comments.
func statements(name string) ([]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var kept []string
	for _, line := range strings.Split(string(data), "\n") {
		if bare := strings.TrimSpace(line); bare != "" && !strings.HasPrefix(bare, "//") {
			kept = append(kept, line)
		}
	}
	return kept, nil
}
