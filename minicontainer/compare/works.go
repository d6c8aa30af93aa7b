package compare

import (
	"context"
	"fmt"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// processors has the probe do its works, each several times, in one start of each kind.
func (c *comparison) processors(ctx context.Context) {
	c.each(ctx, 0, "cpu", func(r *Result) error {
		c.Progress(r.Name, "cpu", 1, 1)
		i, err := c.start(r, r.Probe, probe.OrderCPU)
		if err != nil {
			return err
		}
		defer i.end()
		for range len(probe.Works()) * probe.Repeats {
			var timing probe.Timing
			if err := c.answer(ctx, i, &timing); err != nil {
				return err
			}
			r.add(timing.Work, timing.Seconds, seconds)
		}
		return nil
	})
}

// commands times the user's program, from before its start to its end. A failure that is fast is no success.
func (c *comparison) commands(ctx context.Context) {
	if len(c.Command) == 0 {
		return
	}
	for round := range c.Runs {
		c.each(ctx, round, "command", func(r *Result) error {
			c.Progress(r.Name, "command", round+1, c.Runs)
			took, err := c.command(ctx, r)
			if err == nil {
				r.add("command", took.Seconds(), seconds)
			}
			return err
		})
	}
}

func (c *comparison) command(ctx context.Context, r *Result) (time.Duration, error) {
	i, err := c.start(r, c.Command...)
	if err != nil {
		return 0, err
	}
	defer i.end()
	i.stdin.Close() //nolint:errcheck // it has no input, and must not wait for any
	for done := false; !done; {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(time.Until(i.began.Add(c.Deadline))):
			return 0, fmt.Errorf("run %s: not at its end within %v%s", r.Name, c.Deadline, i.lastWords(""))
		case _, more := <-i.lines:
			done = !more
		}
	}
	<-i.ended
	if i.err != nil {
		return 0, fmt.Errorf("run %s: %w%s", r.Name, i.err, i.lastWords(""))
	}
	return time.Since(i.began), nil
}
