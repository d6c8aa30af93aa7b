package page

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// row is a line of a table: a question, and an answer for each kind.
type row struct {
	Question string
	Answers  []answer
}

// answer is a cell. Wall marks one that separates the kind from the host.
type answer struct {
	Text string
	Wall bool
}

// Walled are the kinds that the table of walls has columns for.
func (p *page) Walled() []*compare.Result {
	var rows []*compare.Result
	for _, r := range p.Measured() {
		if r.Isolation != nil {
			rows = append(rows, r)
		}
	}
	return rows
}

// Walls is the table on isolation: everything in it was looked for and found, or not found.
func (p *page) Walls() []row {
	host, t := p.Host, p.T.Walls
	number := func(n, hosts int) answer { return answer{strconv.Itoa(n), n != hosts} }
	questions := []struct {
		text string
		ask  func(*compare.Isolation) answer
	}{
		{t.Kernel, func(i *compare.Isolation) answer { return answer{i.Look.Kernel, i.Look.Kernel != host.Kernel} }},
		{t.BootID, func(i *compare.Isolation) answer {
			return answer{short(i.Look.BootID), i.OwnKernel}
		}},
		{t.Uptime, func(i *compare.Isolation) answer {
			return answer{uptime(i.Look.UptimeSeconds), i.Look.UptimeSeconds < host.UptimeSeconds/2}
		}},
		{t.HostSees, func(i *compare.Isolation) answer { return answer{p.yes(i.HostSeesIt), !i.HostSeesIt} }},
		{t.SeesHost, func(i *compare.Isolation) answer { return answer{p.yes(i.SeesHost), !i.SeesHost} }},
		{t.SeesSiblings, func(i *compare.Isolation) answer { return answer{p.yes(i.SeesSiblings), !i.SeesSiblings} }},
		{t.Processes, func(i *compare.Isolation) answer { return answer{strconv.Itoa(i.Look.Processes), !i.SeesHost} }},
		{t.Memory, func(i *compare.Isolation) answer {
			return answer{compare.Size(float64(i.Look.Memory.TotalBytes)), i.Look.Memory.TotalBytes != host.Memory.TotalBytes}
		}},
		{t.Processors, func(i *compare.Isolation) answer { return number(i.Look.Processors, host.Processors) }},
		{t.DeviceFiles, func(i *compare.Isolation) answer { return number(i.Look.DeviceFiles, host.DeviceFiles) }},
		{t.Devices, func(i *compare.Isolation) answer { return answer{strconv.Itoa(i.Look.Devices), i.OwnKernel} }},
		{t.KernelLog, func(i *compare.Isolation) answer { return p.log(i) }},
		{t.SystemCalls, func(i *compare.Isolation) answer { return p.systemCalls(i) }},
		{t.Capabilities, func(i *compare.Isolation) answer {
			return answer{strconv.Itoa(capabilities(i.Look.Capabilities)), capabilities(i.Look.Capabilities) < capabilities(host.Capabilities)}
		}},
		{t.Sysctls, func(i *compare.Isolation) answer {
			return answer{orNone(i.DifferentSysctls), len(i.DifferentSysctls) > 0}
		}},
	}
	var rows []row
	for _, q := range questions {
		r := row{Question: q.text}
		for _, result := range p.Walled() {
			r.Answers = append(r.Answers, q.ask(result.Isolation))
		}
		rows = append(rows, r)
	}
	return rows
}

func (p *page) yes(is bool) string {
	if is {
		return p.Table.Yes
	}
	return p.Table.No
}

// log tells whose kernel's messages can be read.
func (p *page) log(i *compare.Isolation) answer {
	switch {
	case !i.Look.KernelLog:
		return answer{p.Table.No, true}
	case i.OwnKernel:
		return answer{p.T.Walls.ItsOwn, true}
	}
	return answer{p.T.Walls.TheHosts, false}
}

// systemCalls tells how many of the host kernel's can be called: in a guest they go to the guest's kernel, and none reaches the host's.
func (p *page) systemCalls(i *compare.Isolation) answer {
	const filtered = 2 // proc_pid_status(5), Seccomp
	switch {
	case i.OwnKernel:
		return answer{p.T.Walls.NoSystemCalls, true}
	case i.Look.Seccomp == filtered:
		return answer{p.T.Walls.Filtered, true}
	case i.Look.SystemCalls == 0:
		return answer{p.T.Walls.All, false}
	}
	return answer{fmt.Sprintf(p.T.Walls.AllOf, i.Look.SystemCalls), false}
}

// capabilities counts the bits. Source: capabilities(7).
func capabilities(mask string) int {
	set, _ := strconv.ParseUint(mask, 16, 64) //nolint:errcheck // the kernel writes numbers
	return bits.OnesCount64(set)
}

func short(id string) string { return id[:min(8, len(id))] }

func orNone(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, "\n")
}

func uptime(seconds float64) string {
	switch {
	case seconds < 60:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%.0f min", seconds/60)
	}
	return fmt.Sprintf("%.0f h", seconds/3600)
}
