//go:build linux

// Package grader judges exercise 06/density with records that are made up anew each time.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/density", Folder: "06-vm/07-density", Kind: grade.Measure, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What one more costs, and how many fit", KO: "하나 더 늘리는 값과 들어가는 개수"},
		Answer:   []string{"density.go"},
		LookAt:   grade.Text{EN: "lesson 6, step 11 · man 5 proc_pid_smaps", KO: "레슨 6의 11단계 · man 5 proc_pid_smaps"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for _, trial := range []func(*grade.Bench) grade.Finding{lines, exactRoom, noRoom, rooms, twoCounts, falling} {
		if f := trial(b); f.Status != "" {
			return f
		}
	}
	p, f := measured(b)
	if f.Status != "" {
		return f
	}
	byRSS := fitOf(p, func(m point) float64 { return m.rss })
	return grade.PassedWith(grade.Text{
		EN: "the lines through %[1]s records, one of them measured just now: one more process cost %[2]s kB (by Rss it would be %[3]s kB)",
		KO: "기록 %[1]s개의 직선을 맞게 구했어요. 하나는 방금 잰 것인데, 프로세스 하나를 더하는 데 %[2]s kB가 들었어요(Rss로는 %[3]s kB)",
	}, fmt.Sprint(2*len(kinds)+3), fmt.Sprintf("%.0f", fit(p).slope), fmt.Sprintf("%.0f", byRSS.slope))
}

// lines is a whole record: processes, containers and machines, each with a line of its own.
func lines(b *grade.Bench) grade.Finding {
	r := newRecord()
	for _, k := range kinds {
		if f := compare(b, r, k, nowhere); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

// nowhere is a budget of which nobody asks what fits in it.
const nowhere = 1 << 30

// rooms is another one, with budgets that have room for any number.
func rooms(b *grade.Bench) grade.Finding {
	r := newRecord()
	for _, k := range kinds {
		want := fit(r[k])
		if f := compare(b, r, k, want.base+want.slope*(float64(between(20, 900))+0.5)); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

// compare runs the program; a Status of "" is no objection.
func compare(b *grade.Bench, record record, kind string, budget float64) grade.Finding {
	points := record[kind]
	want := fit(points)
	got, said := run(b, record, kind, budget)
	evidence := points.String() + "\n" + said
	if got == nil {
		return grade.Failed("vm.density.gave-up", evidence, want.String())
	}
	if !near(got.slope, want.slope) || !near(got.base, want.base) {
		return wrongLine(got.line, want, points, evidence)
	}
	if budget == nowhere {
		return grade.Finding{}
	}
	return wrongRoom(got.room, want, budget, evidence)
}

// wrongLine names the way that leads to such a line.
func wrongLine(got, want line, points points, evidence string) grade.Finding {
	for _, s := range suspects {
		if near(got.slope, s.way(points).slope) {
			return grade.Failed(s.id, evidence, want.String())
		}
	}
	return grade.Unknown(evidence, grade.Text{EN: want.String(), KO: want.String()})
}

// wrongRoom looks at the number of instances that fit below a right line.
func wrongRoom(got int, want line, budget float64, evidence string) grade.Finding {
	right := want.room(budget)
	evidence += fmt.Sprintf("\nbudget: %.0f kB, room for: %d", budget, got)
	expected := fmt.Sprint(right)
	switch got {
	case right:
		return grade.Finding{}
	case int(budget / want.slope):
		return grade.Failed("vm.density.room-base", evidence, expected)
	case right + 1:
		return grade.Failed("vm.density.room-rounded", evidence, expected)
	}
	if got < 0 {
		return grade.Failed("vm.density.room-negative", evidence, expected)
	}
	return grade.Unknown(evidence, grade.Text{EN: "room for: " + expected, KO: "room for: " + expected})
}

// run calls the program; the line is nil if it gave up. said is its output, without the room, which is looked at later.
func run(b *grade.Bench, record record, kind string, budget float64) (got *answer, said string) {
	file := fakehost.Work + "/record-" + b.Token() + ".csv"
	b.Write(file, record.csv(), 0o644)
	b.Show("exercises/06-vm/07-density record.csv " + kind + " BUDGET")
	r := b.Run(grade.Program, file, kind, fmt.Sprintf("%.0f", budget))
	text := strings.TrimSpace(r.Stdout())
	var a answer
	if _, err := fmt.Sscanf(text, "one more: %f kB, base: %f kB, room for: %d", &a.slope, &a.base, &a.room); err != nil || r.Status() != 0 {
		return nil, grade.Said(r)
	}
	return &a, "printed: " + a.String()
}

type answer struct {
	line
	room int
}

// exactRoom is points on a line, and a budget that has room for 24 and a little more: what comes out if it is rounded is known.
func exactRoom(b *grade.Bench) grade.Finding {
	slope := float64(between(20, 90) * 100)
	l := line{slope, slope * 10.2}
	return compare(b, record{"container": l.exactly(1, 5, 10, 20)}, "container", l.base+24.6*slope)
}

// noRoom is a budget in which not even the base fits.
func noRoom(b *grade.Bench) grade.Finding {
	slope := float64(between(20, 90) * 100)
	l := line{slope, slope * 10.2}
	return compare(b, record{"container": l.exactly(1, 2, 5, 10)}, "container", l.base-2.6*slope)
}

// twoCounts is five points, and no way to see whether they are on a line.
func twoCounts(b *grade.Bench) grade.Finding {
	l := line{float64(between(2000, 9000)), float64(between(20000, 90000))}
	return refused(b, "vm.density.too-few", l.around(1, 1, 10, 10, 10))
}

// falling is a machine that began to swap, or a measurement of something else.
func falling(b *grade.Bench) grade.Finding {
	l := line{-float64(between(200, 900)), float64(between(200000, 900000))}
	return refused(b, "vm.density.no-slope", l.exactly(1, 5, 10))
}

func refused(b *grade.Bench, id string, points points) grade.Finding {
	got, said := run(b, record{"vm": points}, "vm", nowhere)
	if got == nil {
		return grade.Finding{}
	}
	return grade.Failed(id, points.String()+"\n"+said)
}
