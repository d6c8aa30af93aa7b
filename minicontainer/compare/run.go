package compare

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Options say what is measured and for how long.
type Options struct {
	Image   string   // its name, for the report
	Command []string // a program of the image to be timed as well, from its start to its end; nil for none
	Kinds   []Kind
	Probe   string // the probe's file on the host; see PlaceProbe

	Runs     int           // of each kind; sample.Enough if 0, and never fewer
	Counts   []int         // how many at once, for density; 1, 5, 10 if nil
	Deadline time.Duration // of each start; 30 s if 0
	Budget   time.Duration // when it is used up, what has not begun is left out, and the report says so; 170 s if 0

	Versions map[string]string                         // of the programs that were used
	Progress func(kind, measure string, run, runs int) // may be nil
}

func (o Options) withDefaults() Options {
	o.Runs = max(o.Runs, sample.Enough)
	if o.Counts == nil {
		o.Counts = []int{1, 5, 10}
	}
	if o.Deadline == 0 {
		o.Deadline = 30 * time.Second
	}
	if o.Budget == 0 {
		o.Budget = 170 * time.Second
	}
	if o.Progress == nil {
		o.Progress = func(string, string, int, int) {}
	}
	return o
}

// Run measures all kinds. One that fails is left out from there on, and the report has the sentence why. It is an error if
// ctx ends, or if no kind could be measured at all.
func Run(ctx context.Context, o Options) (*Report, error) {
	o = o.withDefaults()
	r := &Report{Format: Format, Date: time.Now().UTC(), Image: o.Image, Versions: o.Versions, Method: o.method(), Machine: look()}
	host, err := probe.LookAround()
	if err != nil {
		return nil, fmt.Errorf("compare: look around: %w", err)
	}
	r.Host = host
	for _, k := range o.Kinds {
		r.Kinds = append(r.Kinds, &Result{Kind: k, Medians: map[string]float64{}, CommandLine: plan.Quote(k.argv(k.Probe, probe.OrderReady)...)})
	}
	c := &comparison{Options: o, report: r, begin: time.Now()}
	for _, measure := range []func(context.Context){c.starts, c.isolations, c.processors, c.commands, c.densities, c.touches} {
		measure(ctx)
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
	}
	r.TookSeconds = time.Since(c.begin).Seconds()
	if !r.anything() {
		return nil, errors.New("compare: nothing could be measured: " + r.firstFailure())
	}
	return r, nil
}

// comparison is a run of Run.
type comparison struct {
	Options
	report *Report
	begin  time.Time
	marks  atomic.Int64
}

// mark is a new name for an instance, which nobody else has.
func (c *comparison) mark() string {
	return fmt.Sprintf("mc%d-%d", os.Getpid(), c.marks.Add(1))
}

// each calls measure for every kind that still takes part, beginning with another one in each round.
func (c *comparison) each(ctx context.Context, round int, what string, measure func(*Result) error) {
	for i := range c.report.Kinds {
		result := c.report.Kinds[(i+round)%len(c.report.Kinds)]
		if !result.TakesPart() || ctx.Err() != nil {
			continue
		}
		if time.Since(c.begin) > c.Budget {
			result.leaveOut(what, c.Budget)
			continue
		}
		if err := measure(result); err != nil {
			result.Failed = err.Error()
		}
	}
}
