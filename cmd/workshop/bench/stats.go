//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// crowds are the numbers of containers that run while the refreshing is measured.
var crowds = []int{1, 10, 100}

// Stats measures one refresh of `minicontainer stats` while so many containers run: listing them, and reading
// what each uses. It builds the program from the checkout at root, and removes the containers afterwards.
func Stats(ctx context.Context, out io.Writer, root string, runs int) error {
	return stats(ctx, out, root, runs, crowds)
}

func stats(ctx context.Context, out io.Writer, root string, runs int, crowds []int) (err error) {
	dir, err := os.MkdirTemp("", "workshop-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary directory
	if err := build(ctx, root, dir, "minicontainer"); err != nil {
		return err
	}
	state := filepath.Join(dir, "state")
	e := engine.New(state)
	defer func() {
		if removal := removeAll(e); err == nil {
			err = removal
		}
	}()
	fmt.Fprintf(out, "\n| running | one refresh, median ms | 10 %% – 90 %% | µs for each container |\n|---|---|---|---|\n")
	running := 0
	for _, crowd := range crowds {
		for ; running < crowd; running++ {
			if err := startSleeper(ctx, filepath.Join(dir, "minicontainer"), state); err != nil {
				return err
			}
		}
		r, err := refresh(ctx, e, crowd, runs)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %d | %s | %s – %s | %.0f |\n", crowd, ms(r.Median()), ms(r.quantile(0.1)), ms(r.quantile(0.9)),
			float64(r.Median())/float64(time.Microsecond)/float64(crowd))
	}
	return nil
}

func startSleeper(ctx context.Context, program, state string) error {
	cmd := exec.CommandContext(ctx, program, "run", "-d", "--network", "none", "base", "sleep", "100000")
	cmd.Env = append(os.Environ(), "MINICONTAINER_ROOT="+state)
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("start container: %w: %s", err, text)
	}
	return nil
}

// refresh measures so many times, after one that does not count.
func refresh(ctx context.Context, e *engine.Engine, crowd, runs int) (r Result, err error) {
	for round := -1; round < runs && ctx.Err() == nil; round++ {
		begin := time.Now()
		measured, err := measure(e)
		took := time.Since(begin)
		if err != nil {
			return r, err
		}
		if measured != crowd {
			return r, fmt.Errorf("measure containers: %d of %d run", measured, crowd)
		}
		if round >= 0 {
			r.Times = append(r.Times, took)
		}
	}
	return r, ctx.Err()
}

// measure is one refresh. It counts those that run, each of which has a process at least.
func measure(e *engine.Engine) (running int, err error) {
	list, err := e.List()
	if err != nil {
		return 0, err
	}
	trees, err := cgroup.Detect()
	if err != nil {
		return 0, err
	}
	for _, c := range list {
		if c.State.Status != record.Running {
			continue
		}
		u, err := engine.Usage(trees, c)
		if err != nil {
			return 0, err
		}
		if u.Pids > 0 {
			running++
		}
	}
	return running, nil
}

func removeAll(e *engine.Engine) error {
	list, err := e.List()
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := e.Remove(c.ID, true); err != nil {
			return err
		}
	}
	return nil
}
