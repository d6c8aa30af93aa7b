//go:build linux

// stats: what containers use, in Docker's columns.

package cli

import (
	"encoding/json"
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
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

type statsFlags struct {
	once   bool
	format string
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
	cmd.Flags().BoolVar(&f.once, "no-stream", false, "show one second and end")
	cmd.Flags().StringVar(&f.format, "format", "table", "`table`, or json: one object a line")
	return cmd
}

// stats shows the use of each second until somebody ends it.
func (p *Program) stats(f statsFlags, names []string) (int, error) {
	if f.format != "table" && f.format != "json" {
		return 0, failed(fmt.Errorf("read --format %s: table or json", f.format))
	}
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	before, err := measure(e, names)
	if err != nil {
		return 0, failed(err)
	}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		<-second.C
		now, err := measure(e, names)
		if err != nil {
			return 0, failed(err)
		}
		if !f.once && f.format == "table" {
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

// measure samples the named containers, or all that run. One that ends in this moment is left out, unless it was named.
func measure(e *engine.Engine, names []string) ([]sample, error) {
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

func newStatsRow(before, now sample) statsRow {
	limit := now.MemoryLimit
	if machine := memTotal(); limit == 0 || limit > machine {
		limit = machine
	}
	cpu := 0.0
	if elapsed := now.at.Sub(before.at); elapsed > 0 && before.ID == now.ID {
		cpu = 100 * float64(now.CPU-before.CPU) / float64(elapsed)
	}
	return statsRow{
		Container: now.ShortID(), ID: now.ShortID(), Name: now.Name,
		CPUPerc:  fmt.Sprintf("%.2f%%", max(cpu, 0)),
		MemUsage: FormatBytes(now.Memory) + " / " + FormatBytes(limit),
		MemPerc:  fmt.Sprintf("%.2f%%", 100*float64(now.Memory)/float64(max(limit, 1))),
		NetIO:    FormatBytes(now.received) + " / " + FormatBytes(now.transmitted),
		BlockIO:  FormatBytes(now.Read) + " / " + FormatBytes(now.Written),
		PIDs:     strconv.Itoa(now.Pids),
	}
}

func (p *Program) printStats(f statsFlags, before, now []sample) error {
	lines := json.NewEncoder(p.Stdout)
	lines.SetEscapeHTML(false)
	t := table{{"CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS"}}
	for _, s := range now {
		then := s // one that has just come
		if i := slices.IndexFunc(before, func(b sample) bool { return b.ID == s.ID }); i >= 0 {
			then = before[i]
		}
		row := newStatsRow(then, s)
		if f.format == "json" {
			if err := lines.Encode(row); err != nil {
				return err
			}
		}
		t = append(t, []string{row.ID, row.Name, row.CPUPerc, row.MemUsage, row.MemPerc, row.NetIO, row.BlockIO, row.PIDs})
	}
	if f.format == "json" {
		return nil
	}
	return t.write(p.Stdout)
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
