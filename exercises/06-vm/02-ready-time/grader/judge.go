//go:build linux

// What the numbers of a record have to be, given what the machine has noted and what the record itself says. No time is compared with a
// number that was known before.

package grader

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	fewest, most = 5, 20
	coldFactor   = 2
	exitID       = "vm.ready-time.exit"
)

// judge runs the program on the machine, and looks at the record; a Status of "" is no objection.
func (l *lab) judge() grade.Finding {
	for _, step := range []func() grade.Finding{l.run, l.inTurn, l.counted, l.events, l.coldOnes, l.middle, l.accelerator} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

// inTurn is one machine at a time.
func (l *lab) inTurn() grade.Finding {
	for _, run := range l.runs {
		if _, busy := run["busy"]; busy {
			return grade.Failed("vm.ready-time.at-once", "the machine was started while another run of it was not over")
		}
	}
	return grade.Finding{}
}

// counted is all runs told, and enough of them.
func (l *lab) counted() grade.Finding {
	reported := len(l.told.seconds)
	evidence := fmt.Sprintf("the machine was started: %d×\nruns in the record: %d", len(l.runs), reported)
	switch {
	case reported > len(l.runs):
		return grade.Failed("vm.ready-time.invented", evidence)
	case reported < len(l.runs):
		return grade.Failed("vm.ready-time.dropped", evidence)
	case reported < fewest:
		return grade.Failed("vm.ready-time.too-few", evidence, fmt.Sprint(fewest))
	case reported > most:
		return grade.Unknown(evidence, grade.Text{EN: "at most 20 runs", KO: "많아야 20번"})
	}
	return grade.Finding{}
}

// moments are those of a run that a program can take for its being ready.
var moments = []struct{ name, id string }{
	{"ready", ""}, {"output", "vm.ready-time.first-output"}, {"almost", "vm.ready-time.not-the-line"}, {"off", exitID},
}

// events finds out which moment of each run was measured: the one that the machine has noted nearest to it. A single run may be
// anywhere, as both of them may have had to wait for a processor; most cannot.
func (l *lab) events() grade.Finding {
	votes := map[string]int{}
	for i, seconds := range l.told.seconds {
		votes[nearest(l.runs[i], seconds)]++
	}
	worst := ""
	for _, m := range moments {
		if votes[m.id] > votes[worst] {
			worst = m.id
		}
	}
	if worst != "" {
		return grade.Failed(worst, l.compare(len(l.runs)-1))
	}
	if l.plan.cold() && slices.Max(l.told.seconds[1:]) >= l.told.seconds[0] {
		return grade.Failed("vm.ready-time.invented", l.compare(0))
	}
	return grade.Finding{}
}

// cold tells whether the first run is to be much longer than any other.
func (p plan) cold() bool { return p.Delays[0] > coldFactor*slices.Max(p.Delays[1:]) }

// wasCold tells whether it was, by the record's own numbers.
func (l *lab) wasCold() bool { return l.told.seconds[0] > coldFactor*median(l.told.seconds[1:]) }

// nearest is the id of the moment that is nearest, "" if it is READY.
func nearest(run logged, seconds float64) string {
	id, distance := "", math.Inf(1)
	for _, m := range moments {
		at, noted := run[m.name]
		if d := math.Abs(at.Seconds() - seconds); noted && d < distance {
			id, distance = m.id, d
		}
	}
	return id
}

func (l *lab) compare(i int) string {
	lines := []string{fmt.Sprintf("run %d, in the record: %s", i+1, inSeconds(l.told.seconds[i]))}
	for _, m := range []struct{ name, what string }{
		{"output", "first output"}, {"almost", "init: not READY yet"}, {"ready", "READY"}, {"off", "switched off"},
	} {
		if at, noted := l.runs[i][m.name]; noted {
			lines = append(lines, fmt.Sprintf("  the machine: %s after %s", m.what, inSeconds(at.Seconds())))
		}
	}
	return strings.Join(lines, "\n")
}

func inSeconds(s float64) string { return fmt.Sprintf("%.2f s", s) }

// coldOnes compares the flags with the rule, by the record's own numbers.
func (l *lab) coldOnes() grade.Finding {
	if i := slices.Index(l.told.cold[1:], true); i >= 0 {
		return grade.Failed("vm.ready-time.outlier", fmt.Sprintf("run %d: %s, cold", i+2, inSeconds(l.told.seconds[i+1])))
	}
	others := median(l.told.seconds[1:])
	ratio := l.told.seconds[0] / others
	const unsure = 0.02 // of rounding
	cold := ratio > coldFactor
	if cold == l.told.cold[0] || math.Abs(ratio-coldFactor) < unsure {
		return grade.Finding{}
	}
	told := map[bool]string{true: "cold", false: "not cold"}
	return grade.Failed("vm.ready-time.cold", fmt.Sprintf("run 1: %s, in the record: %s\nmedian of the others: %s",
		inSeconds(l.told.seconds[0]), told[l.told.cold[0]], inSeconds(others)), told[cold])
}

// middle compares the median with that of the record's own numbers.
func (l *lab) middle() grade.Finding {
	all, warm := l.told.seconds, l.told.seconds
	if l.told.cold[0] {
		warm = all[1:]
	}
	got := l.told.median
	evidence := fmt.Sprintf("runs: %d, in the record as the median: %s\nthe middle of those that are not cold: %s",
		len(all), inSeconds(got), inSeconds(median(warm)))
	sorted := slices.Sorted(slices.Values(warm))
	switch {
	case same(got, median(warm)):
		return grade.Finding{}
	case same(got, mean(all)), same(got, mean(warm)):
		return grade.Failed("vm.ready-time.mean", evidence)
	case same(got, median(all)), same(got, sorted[len(warm)/2]), same(got, sorted[(len(warm)-1)/2]):
		return grade.Failed("vm.ready-time.median", evidence)
	}
	return grade.Unknown(evidence, grade.Text{EN: "the median of the runs that are not cold", KO: "콜드가 아닌 실행들의 중앙값"})
}

// same allows for rounding, in microseconds.
func same(a, b float64) bool { return math.Abs(a-b) < 2*time.Microsecond.Seconds() }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[n/2] + sorted[(n-1)/2]) / 2
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// accelerator compares with what the machine has held.
func (l *lab) accelerator() grade.Finding {
	used, seen := "tcg", "is not among them"
	if l.plan.KVM {
		used, seen = "kvm", "is among them"
	}
	if l.told.accel == used {
		return grade.Finding{}
	}
	evidence := fmt.Sprintf("the machine's open files while it is ready: /dev/kvm %s\nin the record: accel %q", seen, l.told.accel)
	return grade.Failed("vm.ready-time.accel", evidence, used)
}
