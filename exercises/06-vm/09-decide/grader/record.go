//go:build linux

// Records: how long a container and a machine take from their start, with numbers of their own. All but one have a flaw.

package grader

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
)

const (
	fair         grade.Cause = "fair"
	oneRun       grade.Cause = "one-run"
	cold         grade.Cause = "cold"
	mean         grade.Cause = "mean"
	otherMachine grade.Cause = "other-machine"
	emulated     grade.Cause = "emulated"
	otherEnd     grade.Cause = "other-end"

	// guestKernel is a word that is never right: a machine has a kernel of its own, and that is what is measured.
	guestKernel grade.Cause = "guest-kernel"
)

var flaws = []grade.Cause{fair, oneRun, cold, mean, otherMachine, emulated, otherEnd}

// random is the same for a name each time.
func random(name string) *rand.Rand {
	sum := sha256.Sum256([]byte("numbers of " + name))
	return rand.New(rand.NewSource(int64(binary.LittleEndian.Uint64(sum[:8]))))
}

// column is one half of a record.
type column struct {
	host, started, guest, open, before, until string
	runs                                      []float64
	isCold                                    func(run int) bool
	told                                      string // how the number was made
}

type record struct {
	name               string
	container, machine column
}

// newRecord has everything as it should be, but for the flaw.
func newRecord(name string, flaw grade.Cause) record {
	r := random(name)
	pid := 4000 + r.Intn(5000)
	processors := []string{"Xeon Gold 6330", "EPYC 7443P", "Ryzen 7 5700G"}
	host := fmt.Sprintf("lab-%02d, %s, %d processors, Linux 6.12.%d", 1+r.Intn(40), processors[r.Intn(3)], 4<<r.Intn(3), r.Intn(30))
	first := func(run int) bool { return run == 0 }
	rec := record{
		name: name,
		container: column{
			host: host, started: "minicontainer run --rm base ready", guest: "none",
			open: "/dev/null, pipe", before: "nothing", until: "the line READY",
			runs: times(r, 6, 0.02+r.Float64()*0.03), isCold: first, told: "median of the warm runs",
		},
		machine: column{
			host: host, started: "qemu-system-x86_64 -M microvm,accel=kvm:tcg -m 256 …",
			guest: fmt.Sprintf("Linux 6.1.0-%d-cloud-amd64", 20+r.Intn(30)),
			open:  fmt.Sprintf("/dev/null, pipe, /dev/kvm (ls -l /proc/%d/fd)", pid), before: "nothing", until: "the line READY",
			runs: times(r, 6, 0.3+r.Float64()*0.4), isCold: first, told: "median of the warm runs",
		},
	}
	rec.spoil(flaw, r, pid)
	return rec
}

func (rec *record) spoil(flaw grade.Cause, r *rand.Rand, pid int) {
	c, m := &rec.container, &rec.machine
	switch flaw {
	case oneRun:
		m.runs, m.told, m.isCold = m.runs[1:2], "the run", func(int) bool { return false }
	case cold:
		for _, col := range []*column{c, m} {
			for i := range col.runs {
				col.runs[i] = col.runs[0] * (0.9 + r.Float64()*0.2)
			}
			col.before, col.told, col.isCold = "echo 3 >/proc/sys/vm/drop_caches", "median", func(int) bool { return true }
		}
	case mean:
		c.told, m.told = "mean", "mean"
	case otherMachine:
		m.host = fmt.Sprintf("dev-%02d, Core i5-8250U, 4 processors, Linux 6.12.%d", 1+r.Intn(40), r.Intn(30))
	case emulated:
		m.open = fmt.Sprintf("/dev/null, pipe (ls -l /proc/%d/fd)", pid)
		for i := range m.runs {
			m.runs[i] *= 4
		}
	case otherEnd:
		m.until = "the process is there"
		m.runs = times(r, 6, 0.006+r.Float64()*0.004)
	}
}

// times are seconds; the first run finds nothing in the caches.
func times(r *rand.Rand, n int, usual float64) (runs []float64) {
	for i := range n {
		t := usual * (0.93 + r.Float64()*0.14)
		if i == 0 {
			t *= 5 + 3*r.Float64()
		}
		runs = append(runs, t)
	}
	return runs
}

func (rec record) String() string {
	a, b := rec.container.number(), rec.machine.number()
	return fmt.Sprintf("%s\n\nStart to ready: a container %.3f s, a machine with KVM %.3f s.\n", rec.name, a, b) +
		"\n==== container\n" + rec.container.String() + "\n==== machine\n" + rec.machine.String()
}

// number is what is told of the runs.
func (c column) number() float64 {
	var warm []float64
	var sum float64
	for i, t := range c.runs {
		sum += t
		if !c.isCold(i) {
			warm = append(warm, t)
		}
	}
	switch {
	case c.told == "mean":
		return sum / float64(len(c.runs))
	case len(warm) == 0:
		return sample.Median(c.runs)
	}
	return sample.Median(warm)
}

func (c column) String() string {
	var runs []string
	for i, t := range c.runs {
		run := fmt.Sprintf("%.3f", t)
		if c.isCold(i) {
			run += " cold"
		}
		runs = append(runs, run)
	}
	var b strings.Builder
	for _, f := range [][2]string{
		{"host", c.host}, {"started", c.started}, {"guest", c.guest}, {"open", c.open}, {"before", c.before}, {"until", c.until},
		{"runs", strings.Join(runs, ", ")}, {"told", fmt.Sprintf("%.3f, %s", c.number(), c.told)},
	} {
		fmt.Fprintf(&b, "%-9s %s\n", f[0], f[1])
	}
	return b.String()
}

// examine reads a record as a learner does, and knows nothing but its text.
func examine(text string) grade.Measured {
	_, both, _ := strings.Cut(text, "==== container\n")
	one, two, _ := strings.Cut(both, "\n==== machine\n")
	c, m := fieldsOf(one), fieldsOf(two)
	show := func(cause grade.Cause, names ...string) grade.Measured {
		lines := []string{strings.SplitN(text, "\n", 2)[0]}
		for _, name := range names {
			lines = append(lines, "container, "+name+": "+c[name], "machine, "+name+": "+m[name])
		}
		return grade.Measured{Cause: cause, Evidence: strings.Join(lines, "\n")}
	}
	switch {
	case c["host"] != m["host"]:
		return show(otherMachine, "host")
	case c["until"] != m["until"]:
		return show(otherEnd, "until")
	case !strings.Contains(m["open"], "/dev/kvm"):
		return show(emulated, "started", "open")
	case min(strings.Count(c["runs"], ","), strings.Count(m["runs"], ",")) == 0:
		return show(oneRun, "runs")
	case strings.Contains(c["before"], "drop_caches"):
		return show(cold, "before", "runs")
	case strings.HasSuffix(m["told"], "mean"):
		return show(mean, "runs", "told")
	}
	return show(fair, "host", "open", "until", "runs", "told")
}

func fieldsOf(text string) map[string]string {
	fields := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		name, value, _ := strings.Cut(line, " ")
		fields[name] = strings.TrimSpace(value)
	}
	return fields
}
