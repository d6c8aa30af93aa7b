package compare

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// The units of samples.
const (
	seconds = "seconds"
	inBytes = "bytes"
)

// starts measures the time to ready, and the memory of what is ready then.
func (c *comparison) starts(ctx context.Context) {
	for round := range c.Runs {
		c.each(ctx, round, "ready", func(r *Result) error {
			c.Progress(r.Name, "ready", round+1, c.Runs)
			i, err := c.ready(ctx, r, probe.OrderReady, c.mark())
			if err != nil {
				return err
			}
			defer i.end()
			r.add("ready", i.readyAfter.Seconds(), seconds)
			r.MemorySeen = &i.memory
			r.addMemory(measureMemory(r.Kind, i.instance))
			if r.Files == nil {
				r.Files = sizes(r.Kind, i.processes())
			}
			return nil
		})
	}
}

// readyInstance is one that has said READY.
type readyInstance struct {
	*instance
	readyAfter time.Duration
	memory     probe.Memory
}

// ready starts the probe with an order that says READY. If it fails nothing is left; else the caller ends it.
func (c *comparison) ready(ctx context.Context, r *Result, order, argument string) (*readyInstance, error) {
	i, err := c.start(r, r.Probe, order, argument)
	if err != nil {
		return nil, err
	}
	ready := &readyInstance{instance: i}
	_, at, err := i.next(ctx, c.Deadline, "line "+probe.Ready, func(line string) bool { return line == probe.Ready })
	ready.readyAfter = at.Sub(i.began)
	if err == nil {
		err = c.answer(ctx, i, &ready.memory)
	}
	if err != nil {
		i.end()
		return nil, err
	}
	return ready, nil
}

// start starts a program in a result's kind, with a mark of its own.
func (c *comparison) start(r *Result, program ...string) (*instance, error) {
	return start(r.Kind, c.mark(), program...)
}

// answer reads the next line that is JSON.
func (c *comparison) answer(ctx context.Context, i *instance, into any) error {
	line, _, err := i.next(ctx, c.answerDeadline(), "answer", func(line string) bool { return len(line) > 0 && line[0] == '{' })
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(line), into); err != nil {
		return fmt.Errorf("start %s: read its answer: %w", i.kind.Name, err)
	}
	return nil
}

// answerDeadline is for what takes longer than a start: the works, and a digest of all files.
func (c *comparison) answerDeadline() time.Duration { return 3 * c.Deadline }

// ask starts the probe with an order that it answers with one line.
func (c *comparison) ask(ctx context.Context, r *Result, into any, order ...string) error {
	i, err := c.start(r, append([]string{r.Probe}, order...)...)
	if err != nil {
		return err
	}
	defer i.end()
	return c.answer(ctx, i, into)
}

// addMemory keeps what was measured of one instance.
func (r *Result) addMemory(u usage) {
	add := func(measure string, field func(HostProcess) uint64) { r.add(measure, u.sum(field), inBytes) }
	add("pss", func(p HostProcess) uint64 { return p.PSSBytes })
	add("rss", func(p HostProcess) uint64 { return p.RSSBytes })
	add("program_anon", func(p HostProcess) uint64 { return p.of(RoleProgram, p.PSSAnonBytes+p.PSSShmemBytes) })
	add("program_file", func(p HostProcess) uint64 { return p.of(RoleProgram, p.PSSFileBytes) })
	add("guest_memory", func(p HostProcess) uint64 { return p.GuestBytes })
	add("hypervisor", func(p HostProcess) uint64 { return p.of(RoleGuest, p.PSSBytes-min(p.PSSBytes, p.GuestBytes)) })
	add("attendance", func(p HostProcess) uint64 { return p.of(RoleAttendance, p.PSSBytes) })
	if u.inGroup {
		r.add("cgroup", float64(u.groups.Bytes), inBytes)
		r.add("cgroup_anon", float64(u.groups.AnonBytes), inBytes)
		r.add("cgroup_file", float64(u.groups.FileBytes), inBytes)
	}
	r.HoldsKVM = r.HoldsKVM || u.holdsKVM
	r.Processes = u.processes
}

func (p HostProcess) of(role string, size uint64) uint64 {
	if p.Role == role {
		return size
	}
	return 0
}

// TouchMiB is how much a program takes that needs memory.
const TouchMiB = 64

// touches measures the memory of a program that has taken some. It shows who pays for it, and that a guest's promise is none.
func (c *comparison) touches(ctx context.Context) {
	c.each(ctx, 0, "touched", func(r *Result) error {
		c.Progress(r.Name, "touched", 1, 1)
		i, err := c.ready(ctx, r, probe.OrderTouch, fmt.Sprint(TouchMiB))
		if err != nil {
			return err
		}
		defer i.end()
		u := measureMemory(r.Kind, i.instance)
		r.add("touched_pss", u.sum(func(p HostProcess) uint64 { return p.PSSBytes }), inBytes)
		return nil
	})
}
