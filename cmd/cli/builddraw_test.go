//go:build linux

package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/build"
)

// drawn is what a build with these events shows.
func drawn(t *testing.T, d buildDrawing, events ...build.Event) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "shown")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d.Program = &Program{Stderr: file}
	for _, e := range events {
		d.event(e)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEachStepIsALineThatGrows(t *testing.T) {
	step := build.Event{Kind: build.StepBegins, Number: 2, Of: 3, Text: "RUN make"}
	with := func(kind build.EventKind, edit func(e *build.Event)) build.Event {
		e := step
		e.Kind = kind
		if edit != nil {
			edit(&e)
		}
		return e
	}
	output := func(text string) build.Event {
		return with(build.StepOutput, func(e *build.Event) { e.Output = []byte(text) })
	}
	slow := with(build.StepEnds, func(e *build.Event) { e.Elapsed = 1234 * time.Millisecond })
	for name, test := range map[string]struct {
		events []build.Event
		want   string
	}{
		"cached":  {[]build.Event{step, with(build.StepEnds, func(e *build.Event) { e.Cached = true })}, "[2/3] RUN make · CACHED\n"},
		"silent":  {[]build.Event{step, slow}, "[2/3] RUN make · 1.2s\n"},
		"output":  {[]build.Event{step, output("a\n"), output("b\n"), slow}, "[2/3] RUN make\na\nb\n      · 1.2s\n"},
		"no end":  {[]build.Event{step, output("a"), output("b"), slow}, "[2/3] RUN make\nab\n      · 1.2s\n"},
		"failed":  {[]build.Event{step, with(build.StepEnds, func(e *build.Event) { e.Err = errors.New("x") })}, "[2/3] RUN make · failed\n"},
		"config":  {[]build.Event{step, with(build.StepEnds, func(e *build.Event) { e.NoLayer = true })}, "[2/3] RUN make\n"},
		"warning": {[]build.Event{{Kind: build.Warning, Text: "look"}}, "warning: look\n"},
		"stage":   {[]build.Event{with(build.StepBegins, func(e *build.Event) { e.Stage = "one" }), slow}, "[one 2/3] RUN make · 1.2s\n"},
	} {
		if got := drawn(t, buildDrawing{plain: true}, test.events...); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := drawn(t, buildDrawing{quiet: true, plain: true}, step, output("a\n"), slow); got != "" {
		t.Errorf("quiet: %q", got)
	}
}

func TestAStepIsNoLongerThanTheTerminal(t *testing.T) {
	for _, text := range []string{"RUN make", "RUN echo 안녕하세요 여러분 반갑습니다", "RUN echo hello, hello, hello"} {
		for columns := 2; columns < 40; columns++ {
			short := shortened(text, columns)
			if cells.Of(short) > columns {
				t.Errorf("%q takes %d of %d columns", short, cells.Of(short), columns)
			}
			if cells.Of(text) <= columns && short != text {
				t.Errorf("%q was shortened though it fits into %d", text, columns)
			}
		}
	}
}
