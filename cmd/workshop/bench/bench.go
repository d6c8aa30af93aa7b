//go:build linux

// Package bench measures our programs against their peers: whole processes, in
// one run, taking turns, so that a machine that gets slower gets slower for all.
package bench

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// Contestant is one command line to be measured.
type Contestant struct {
	Name    string
	Command []string
	Before  []string // a command that makes room for it, and is not measured; nil for none
	Dir     string
	Env     []string
	Missing string // why it cannot take part, "" if it can
}

// Result is a contestant's times in the order in which they were taken.
type Result struct {
	Contestant
	Times []time.Duration
}

// Median is the middle time.
func (r Result) Median() time.Duration {
	if len(r.Times) == 0 {
		return 0
	}
	sorted := slices.Clone(r.Times)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// quantile is the time that the given share of the runs stay below.
func (r Result) quantile(q float64) time.Duration {
	sorted := slices.Clone(r.Times)
	slices.Sort(sorted)
	return sorted[int(q*float64(len(sorted)-1))]
}

// Race runs every contestant n times, in turn, after a run each that does not count. A run that
// exits with another status than 0 is an error: a runtime that fails fast is not fast.
func Race(contestants []Contestant, n int) ([]Result, error) {
	results := make([]Result, len(contestants))
	for i, c := range contestants {
		results[i].Contestant = c
	}
	for round := -1; round < n; round++ {
		for i := range results {
			if results[i].Missing != "" {
				continue
			}
			took, err := run(results[i].Contestant)
			if err != nil {
				return nil, err
			}
			if round >= 0 {
				results[i].Times = append(results[i].Times, took)
			}
		}
	}
	return results, nil
}

func run(c Contestant) (time.Duration, error) {
	if len(c.Before) > 0 {
		cmd := exec.Command(c.Before[0], c.Before[1:]...)
		cmd.Dir = c.Dir
		if text, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("prepare %s: %w: %s", c.Name, err, text)
		}
	}
	cmd := exec.Command(c.Command[0], c.Command[1:]...)
	cmd.Dir = c.Dir
	cmd.Env = append(os.Environ(), c.Env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	begin := time.Now()
	err := cmd.Run()
	took := time.Since(begin)
	if err != nil {
		return 0, fmt.Errorf("run %s: %w: %s", c.Name, err, complaint.String())
	}
	return took, nil
}

// Table prints the results against the first one, as Markdown.
func Table(w io.Writer, title string, results []Result) {
	fmt.Fprintf(w, "\n| %s | median ms | 10 %% – 90 %% | ratio |\n|---|---|---|---|\n", title)
	for _, r := range results {
		if r.Missing != "" {
			fmt.Fprintf(w, "| %s | – | %s | – |\n", r.Name, r.Missing)
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s – %s | %.2f |\n", r.Name, ms(r.Median()), ms(r.quantile(0.1)), ms(r.quantile(0.9)),
			float64(r.Median())/float64(results[0].Median()))
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }
