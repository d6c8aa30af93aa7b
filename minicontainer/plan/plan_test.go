package plan

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

type fakeStep struct {
	name string
	err  error
	done *[]string
}

func (f fakeStep) Name() string { return f.name }
func (f fakeStep) Line() string { return "do " + f.name }
func (f fakeStep) Do() error {
	*f.done = append(*f.done, f.name)
	return f.err
}

func TestRunStopsAtTheFirstErrorAndNamesTheStep(t *testing.T) {
	var done []string
	cause := errors.New("no")
	steps := []Step{fakeStep{"one", nil, &done}, fakeStep{"two", cause, &done}, fakeStep{"three", nil, &done}}
	err := Run(steps, nil)
	var step *StepError
	if !errors.As(err, &step) || step.Step != "two" || !errors.Is(err, cause) {
		t.Errorf("Run = %v, want the error of step two", err)
	}
	if got := strings.Join(done, " "); got != "one two" {
		t.Errorf("steps carried out: %s, want: one two", got)
	}
}

func TestRunTellsOfAStepBeforeItRuns(t *testing.T) {
	var done []string
	stop := errors.New("stop")
	err := Run([]Step{fakeStep{"one", nil, &done}, fakeStep{"two", nil, &done}}, func(i int) error {
		if i != len(done) {
			t.Errorf("told of step %d when %d were done", i, len(done))
		}
		if i == 1 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || len(done) != 1 {
		t.Errorf("Run = %v with %d steps done, want to be stopped after 1", err, len(done))
	}
}

func TestQuoteReadsBackAsTheSameWords(t *testing.T) {
	for _, words := range [][]string{
		{"echo", "a b", ""}, {"it's", `"quoted"`, `back\slash`}, {"$HOME", "`id`", "*", "a;b", "한 글", "new\nline", "-n", "~", "#x", "a=b c"},
	} {
		shell := "printf '%s\\0' " + Quote(words...)
		out, err := exec.Command("sh", "-c", shell).Output()
		if err != nil {
			t.Fatalf("sh -c %s: %v", shell, err)
		}
		if got, want := string(out), strings.Join(words, "\x00")+"\x00"; got != want {
			t.Errorf("Quote(%q) came back as %q", words, got)
		}
	}
	if got := Quote("mount", "-t", "proc", "/a/b.c"); got != "mount -t proc /a/b.c" {
		t.Errorf("harmless words were quoted: %s", got)
	}
}
