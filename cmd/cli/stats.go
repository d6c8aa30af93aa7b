//go:build linux

// stats: what containers use, in Docker's columns.

package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

type statsFlags struct {
	formatFlags
	once, all bool
}

func (p *Program) statsCommand() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:   "stats [flags] [CONTAINER…]",
		Short: "Show what containers use, every second",
		Long: `Show what containers use, every second: those named, or all that run.

CPU % is of one processor: 200% is two that never rest. MEM USAGE leaves out files
that the kernel has cached and can read again. Without a limit, LIMIT is the
machine's memory.`,
		RunE: p.Status(func(args []string) (int, error) { return p.stats(f, args) }),
	}
	f.addTemplate(cmd)
	cmd.Flags().BoolVar(&f.once, "no-stream", false, "show one second and end")
	cmd.Flags().BoolVar(&f.whole, "no-trunc", false, "shorten nothing")
	cmd.Flags().BoolVarP(&f.all, "all", "a", false, "show those, too, that do not run")
	return cmd
}

// stats shows the use of each second until somebody ends it.
func (p *Program) stats(f statsFlags, names []string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	before, err := measure(e, names, f.all)
	if err != nil {
		return 0, failed(err)
	}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		<-second.C
		now, err := measure(e, names, f.all)
		if err != nil {
			return 0, failed(err)
		}
		if !f.once && (f.asTable() || strings.HasPrefix(f.format, "table")) {
			fmt.Fprint(p.Stdout, "\x1b[H\x1b[2J") //nolint:errcheck // the table's error tells
		}
		if err := p.printStats(f, before, now); err != nil {
			return 0, failed(err)
		}
		if f.once {
			return exitOK, nil
		}
		before = now
	}
}

// sample is a container at one moment.
type sample struct {
	record.Record
	cgroup.Usage
	at                    time.Time
	received, transmitted uint64 // bytes, by its network devices
}

// measure samples the named containers, or all that run; with idle, those as well that use nothing, as they do not run. One that
// ends in this moment is left out, unless it was named.
func measure(e *engine.Engine, names []string, idle bool) ([]sample, error) {
	list, err := wanted(e, names)
	if err != nil {
		return nil, err
	}
	trees, err := cgroup.Detect()
	if err != nil {
		return nil, err
	}
	var samples []sample
	for _, r := range list {
		if r.State.Status != record.Running && idle {
			samples = append(samples, sample{Record: r, at: time.Now()})
			continue
		}
		if r.State.Status != record.Running && len(names) == 0 {
			continue
		}
		u, err := engine.Usage(trees, r)
		if errors.Is(err, engine.ErrNotRunning) && len(names) == 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		s := sample{Record: r, Usage: u, at: time.Now()}
		s.received, s.transmitted = traffic(r.State.Process.PID)
		samples = append(samples, s)
	}
	return samples, nil
}

func wanted(e *engine.Engine, names []string) ([]record.Record, error) {
	if len(names) == 0 {
		list, err := e.List()
		return list, err
	}
	var list []record.Record
	for _, name := range names {
		r, err := e.Inspect(name)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// traffic adds up the devices of a process's network namespace, without the loopback. Source: proc_pid_net(5), "dev".
func traffic(pid int) (received, transmitted uint64) {
	text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "net/dev")) //nolint:errcheck // no devices
	for _, line := range strings.Split(string(text), "\n") {
		name, numbers, ok := strings.Cut(line, ":")
		fields := strings.Fields(numbers)
		if !ok || strings.TrimSpace(name) == "lo" || len(fields) < 9 {
			continue
		}
		in, _ := strconv.ParseUint(fields[0], 10, 64)  //nolint:errcheck // the kernel's
		out, _ := strconv.ParseUint(fields[8], 10, 64) //nolint:errcheck // the kernel's
		received, transmitted = received+in, transmitted+out
	}
	return received, transmitted
}

// statsRow is a line, with Docker's names.
type statsRow struct {
	BlockIO, CPUPerc, Container, ID, MemPerc, MemUsage, Name, NetIO, PIDs string
}

var statsList = listing{
	columns: []column{
		{"Container", "CONTAINER"}, {"ID", "CONTAINER ID"}, {"Name", "NAME"}, {"CPUPerc", "CPU %"}, {"MemUsage", "MEM USAGE / LIMIT"},
		{"MemPerc", "MEM %"}, {"NetIO", "NET I/O"}, {"BlockIO", "BLOCK I/O"}, {"PIDs", "PIDS"},
	},
	table: []string{"ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"},
}

func newStatsRow(before, now sample, whole bool) statsRow {
	limit := now.MemoryLimit
	if machine := memTotal(); limit == 0 || limit > machine {
		limit = machine
	}
	if now.State.Status != record.Running {
		limit = 0
	}
	cpu := 0.0
	if elapsed := now.at.Sub(before.at); elapsed > 0 && before.ID == now.ID {
		cpu = 100 * float64(now.CPU-before.CPU) / float64(elapsed)
	}
	row := statsRow{
		Container: now.ShortID(), ID: now.ShortID(), Name: now.Name,
		CPUPerc:  fmt.Sprintf("%.2f%%", max(cpu, 0)),
		MemUsage: FormatBytes(now.Memory) + " / " + FormatBytes(limit),
		MemPerc:  fmt.Sprintf("%.2f%%", 100*float64(now.Memory)/float64(max(limit, 1))),
		NetIO:    image.Decimal(int64(now.received)) + " / " + image.Decimal(int64(now.transmitted)), //nolint:gosec // far below
		BlockIO:  image.Decimal(int64(now.Read)) + " / " + image.Decimal(int64(now.Written)),         //nolint:gosec // far below
		PIDs:     strconv.Itoa(now.Pids),
	}
	if whole {
		row.ID, row.Container = now.ID, now.ID
	}
	return row
}

func (p *Program) printStats(f statsFlags, before, now []sample) error {
	var rows []any
	for _, s := range now {
		then := s // one that has just come
		if i := slices.IndexFunc(before, func(b sample) bool { return b.ID == s.ID }); i >= 0 {
			then = before[i]
		}
		rows = append(rows, newStatsRow(then, s, f.whole))
	}
	return statsList.show(p.Stdout, f.formatFlags, rows)
}

// memTotal is the machine's memory in bytes. Source: proc_meminfo(5).
func memTotal() uint64 {
	text, _ := os.ReadFile("/proc/meminfo") //nolint:errcheck // 0
	var kilobytes uint64
	fmt.Sscanf(string(text), "MemTotal: %d", &kilobytes) //nolint:errcheck // 0
	return kilobytes << 10
}

// FormatBytes writes a number of bytes with four digits at most: "1.953MiB".
func FormatBytes(n uint64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	value, i := float64(n), 0
	for value >= 1024 && i < len(units)-1 {
		value, i = value/1024, i+1
	}
	return fmt.Sprintf("%.4g", value) + units[i]
}
