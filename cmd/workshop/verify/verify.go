// Package verify runs the checks that go test does not: a maintainer's last look
// and CI's. A check is a value, so that what the course grows is added to the list.
package verify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// Step is one check of the checkout at root. A note is printed behind the name; an
// error's first lines say what is wrong.
type Step struct {
	Name string
	Run  func(ctx context.Context, root string) (note say.Message, err error)
}

// Steps lists the checks, the quick ones first.
func Steps() []Step {
	return []Step{
		{"gofmt", formatted},
		{"ladder", ladderHolds},
		{"docs", docsAgree},
		{"course", courseIsComplete},
		{"go directive", directiveIsOldest},
		{"vet linux/amd64", vet("amd64")},
		{"vet linux/arm64", vet("arm64")},
		{"exercises", exercisesAreProved},
		{"build darwin/arm64", build("darwin", "arm64")},
		{"build windows/amd64", build("windows", "amd64")},
		{"golangci-lint", lint},
	}
}

// shownLines is how much of a failure is printed: the rest seldom says more.
const shownLines = 15

// Run runs every step, also after one has failed, prints a line for each and
// reports whether all passed.
func Run(ctx context.Context, p *say.Printer, root string, steps []Step) bool {
	failed := 0
	for _, s := range steps {
		start := time.Now()
		note, err := s.Run(ctx, root)
		printStep(p, s.Name, time.Since(start), note, err)
		if err != nil {
			failed++
		}
	}
	if failed > 0 {
		p.Say("verify.failed", failed, len(steps))
		return false
	}
	p.Say("verify.passed", len(steps))
	return true
}

func printStep(p *say.Printer, name string, took time.Duration, note say.Message, err error) {
	sign, text := say.Good, ""
	if !note.IsZero() {
		sign, text = say.Note, "  "+note.In(p.Lang)
	}
	if err != nil {
		sign = say.Bad
	}
	fmt.Fprintf(p.Out, "%v %-20s %6.1f s%s\n", sign, name, took.Seconds(), text)
	if err != nil {
		fmt.Fprintln(p.Out, "    "+strings.Join(first(err.Error(), shownLines), "\n    "))
	}
}

func first(text string, count int) []string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > count {
		rest := len(lines) - count
		lines = append(lines[:count:count], fmt.Sprintf("… %d", rest))
	}
	return lines
}
