//go:build linux

package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestTheTinyProgramExitsWithZero(t *testing.T) {
	program, err := exitProgram()
	if err != nil {
		t.Fatal(err)
	}
	if len(program) > 140 {
		t.Errorf("it has %d bytes", len(program))
	}
	path := filepath.Join(t.TempDir(), "exit")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("it ended with %v: %s", err, out)
	}
}

func TestRaceTakesTurnsAndCountsNoWarmUp(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	runner := func(name string) Contestant {
		return Contestant{Name: name, Command: []string{"sh", "-c", "echo " + name + " >>" + log}}
	}
	results, err := Race([]Contestant{runner("a"), {Name: "gone", Missing: "not installed"}, runner("b")}, 3)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(string(text), "\n", ""); got != "abababab" {
		t.Errorf("ran in the order %s", got)
	}
	if len(results[0].Times) != 3 || len(results[1].Times) != 0 || len(results[2].Times) != 3 {
		t.Errorf("results %v", results)
	}
}

func TestAContestantThatFailsIsNoWinner(t *testing.T) {
	_, err := Race([]Contestant{{Name: "fails", Command: []string{"sh", "-c", "echo why >&2; exit 3"}}}, 1)
	if err == nil || !strings.Contains(err.Error(), "run fails: exit status 3: why") {
		t.Errorf("Race = %v", err)
	}
}

func TestTheTableShowsMediansAndRatios(t *testing.T) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	var b strings.Builder
	Table(&b, "what", []Result{
		{Contestant{Name: "ours"}, []time.Duration{ms(4), ms(90), ms(5)}},
		{Contestant{Name: "peer"}, []time.Duration{ms(10), ms(10), ms(11)}},
		{Contestant{Name: "gone", Missing: "not installed"}, nil},
	})
	want := "\n| what | median ms | 10 % – 90 % | ratio |\n|---|---|---|---|\n" +
		"| ours | 5.0 | 4.0 – 5.0 | 1.00 |\n| peer | 10.0 | 10.0 – 10.0 | 2.00 |\n| gone | – | not installed | – |\n"
	if b.String() != want {
		t.Errorf("got:%s", b.String())
	}
}

func TestOneRefreshOfStatsIsMeasuredForEachCrowd(t *testing.T) {
	testenv.RealRoot(t)
	var out strings.Builder
	if err := stats(context.Background(), &out, "../../..", 2, []int{1, 3}); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?s)\n\| 1 \| [0-9.]+ \|.*\n\| 3 \| [0-9.]+ \|`).MatchString(out.String()) {
		t.Errorf("it printed\n%s", out.String())
	}
}

func TestWhatComesBeforeIsNotMeasured(t *testing.T) {
	dir := t.TempDir()
	c := Contestant{Name: "x", Dir: dir, Before: []string{"sh", "-c", "sleep 0.3; touch ready"}, Command: []string{"test", "-e", "ready"}}
	begin := time.Now()
	took, err := run(c)
	// However slow the machine is, what comes before takes its time of the whole, and not of what is measured.
	if whole := time.Since(begin); err != nil || whole-took < 300*time.Millisecond {
		t.Errorf("%v of %v, %v", took, whole, err)
	}
	c.Before = []string{"false"}
	if _, err := run(c); err == nil {
		t.Error("what comes before has failed, and the race went on")
	}
}
