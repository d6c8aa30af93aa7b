//go:build linux

package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

const watchHelp = `Show what the control group of a process uses of its limits, as bars, until the
process ends or you press Ctrl-C. A bar without a limit stays empty.`

func watchCommand(p *cli.Program) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "watch PID",
		Short: "Show what a process's group uses, live",
		Long:  watchHelp,
		Args:  cobra.ExactArgs(1),
		RunE: p.Status(func(args []string) (int, error) {
			pid, err := cli.ProcessByNumber(args[0])
			if err != nil {
				return 0, err
			}
			return 0, watch(p.Stdout, pid, once)
		}),
	}
	cmd.Flags().BoolVar(&once, "once", false, "show one moment and end")
	return cmd
}

const refresh = 200 * time.Millisecond

func watch(w io.Writer, pid int, once bool) error {
	group, err := cgroup.Of(pid)
	if err != nil {
		return err
	}
	before, err := group.Usage()
	if err != nil {
		return err
	}
	at := time.Now()
	tick := time.NewTicker(refresh)
	defer tick.Stop()
	for again := false; ; again = true {
		now := <-tick.C
		used, err := group.Usage()
		if err != nil || unix.Kill(pid, 0) != nil {
			return nil // the container has ended, and its group with it
		}
		picture := bars(used, float64(used.CPU-before.CPU)/float64(now.Sub(at)))
		if again {
			// Over the last one, and wipe what that has written further right.
			picture = fmt.Sprintf("\x1b[%dA", strings.Count(picture, "\n")) + strings.ReplaceAll(picture, "\n", "\x1b[K\n")
		}
		if _, err := io.WriteString(w, picture); err != nil || once {
			return err
		}
		before, at = used, now
	}
}

// bars are the three lines of one moment; cpu is in processors.
func bars(u cgroup.Usage, cpu float64) string {
	limit := "no limit"
	if u.MemoryLimit > 0 {
		limit = cli.FormatBytes(u.MemoryLimit)
	}
	memory := fmt.Sprintf("%s of %s, killed %d", cli.FormatBytes(u.Memory), limit, u.OOMKills)
	processors := fmt.Sprintf("%.2f of %s, throttled in %d periods", cpu, orNone(fmt.Sprintf("%.2f", u.CPULimit), u.CPULimit > 0), u.Periods)
	processes := fmt.Sprintf("%d of %s, refused %d", u.Pids, orNone(fmt.Sprint(u.PidsLimit), u.PidsLimit > 0), u.PidsRefused)
	return line("memory", float64(u.Memory), float64(u.MemoryLimit), memory) +
		line("cpu", cpu, u.CPULimit, processors) +
		line("pids", float64(u.Pids), float64(u.PidsLimit), processes)
}

func orNone(limit string, there bool) string {
	if there {
		return limit
	}
	return "no limit"
}

// line is a name, a bar and the words behind it.
func line(name string, used, limit float64, words string) string {
	const width = 30
	full := 0
	if limit > 0 {
		full = min(int(used/limit*width+0.5), width)
	}
	return fmt.Sprintf("%-7s[%s%s] %s\n", name, strings.Repeat("#", full), strings.Repeat(".", width-full), words)
}
