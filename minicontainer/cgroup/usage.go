package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Usage is what a group uses at one moment, and has used since it was made. What the group has no
// controller for is zero.
type Usage struct {
	CPU       time.Duration // of all processors together
	CPULimit  float64       // processors; 0 if there is none
	Throttled time.Duration // for how long cpu.max has kept processes from running
	Periods   int           // of cpu.max in which that happened

	Memory      uint64 // bytes, without files that can be read again
	MemoryLimit uint64 // bytes; 0 if there is none
	OOMKills    int

	Pids        int // threads
	PidsLimit   int // 0 if there is none
	PidsRefused int // forks

	Read, Written uint64 // bytes, from and to disks
}

// Usage reads what the group uses. Source: cgroup-v2.rst, "Controllers"; cgroup-v1/memory.rst, cpuacct.rst, blkio-controller.rst.
func (g *Group) Usage() (Usage, error) {
	var u Usage
	for _, p := range g.parts {
		if _, err := os.Stat(p.dir); err != nil {
			return u, fmt.Errorf("measure control group: %w", err)
		}
		if p.version == 2 {
			p.usageV2(&u)
		} else {
			p.usageV1(&u)
		}
	}
	return u, nil
}

func (p part) usageV2(u *Usage) {
	for _, controller := range p.controllers {
		switch controller {
		case "cpu":
			stat := p.table("cpu.stat")
			u.CPU = time.Duration(stat["usage_usec"]) * time.Microsecond
			u.Throttled = time.Duration(stat["throttled_usec"]) * time.Microsecond
			u.Periods = int(stat["nr_throttled"])
			u.CPULimit = ratio(p.words("cpu.max"))
		case "memory":
			u.Memory = below(p.number("memory.current"), p.table("memory.stat")["inactive_file"])
			u.MemoryLimit = p.number("memory.max")
			u.OOMKills = p.oomKills()
		case "pids":
			p.usageOfPids(u)
		case "io":
			u.Read, u.Written = p.ioStat()
		}
	}
}

func (p part) usageV1(u *Usage) {
	for _, controller := range p.controllers {
		switch controller {
		case "cpuacct":
			u.CPU = time.Duration(p.number("cpuacct.usage")) //nolint:gosec // nanoseconds, of less than 292 years
		case "cpu":
			stat := p.table("cpu.stat")
			u.Throttled, u.Periods = time.Duration(stat["throttled_time"]), int(stat["nr_throttled"]) //nolint:gosec // see above
			u.CPULimit = ratio(append(p.words("cpu.cfs_quota_us"), p.words("cpu.cfs_period_us")...))
		case "memory":
			u.Memory = below(p.number("memory.usage_in_bytes"), p.table("memory.stat")["total_inactive_file"])
			const none = 1 << 62 // version 1 writes the largest number of pages, in bytes
			if limit := p.number("memory.limit_in_bytes"); limit < none {
				u.MemoryLimit = limit
			}
			u.OOMKills = p.oomKills()
		case "pids":
			p.usageOfPids(u)
		case blockController:
			u.Read, u.Written = p.blkioBytes()
		}
	}
}

// OOMKills is the one number of Usage that a container's end is told with; it costs one file.
func (g *Group) OOMKills() int {
	if p, there := g.partOf("memory"); there {
		return p.oomKills()
	}
	return 0
}

func (p part) oomKills() int {
	if p.version == 2 {
		return int(p.table("memory.events")["oom_kill"]) //nolint:gosec // processes
	}
	return int(p.table("memory.oom_control")["oom_kill"]) //nolint:gosec // processes
}

func (p part) usageOfPids(u *Usage) {
	u.Pids, u.PidsLimit = int(p.number("pids.current")), int(p.number("pids.max"))
	u.PidsRefused = int(p.table("pids.events")["max"])
}

// below is what is left of all without a part, which was counted a moment later.
func below(all, part uint64) uint64 { return all - min(all, part) }

// ratio is the first number by the second; 0 if one of them is none, as in "max 100000" and "-1 100000".
func ratio(pair []string) float64 {
	if len(pair) < 2 {
		return 0
	}
	quota, errQ := strconv.ParseFloat(pair[0], 64)
	period, errP := strconv.ParseFloat(pair[1], 64)
	if errQ != nil || errP != nil || quota <= 0 || period <= 0 {
		return 0
	}
	return quota / period
}

func (p part) words(file string) []string { return words(filepath.Join(p.dir, file)) }

// number reads a file of one number; "max", and a file that is not there, are 0.
func (p part) number(file string) uint64 {
	text := words(filepath.Join(p.dir, file))
	if len(text) == 0 {
		return 0
	}
	n, _ := strconv.ParseUint(text[0], 10, 64) //nolint:errcheck // 0
	return n
}

// table reads a file with "key value" on each line.
func (p part) table(file string) map[string]uint64 {
	rows := map[string]uint64{}
	text, _ := os.ReadFile(filepath.Join(p.dir, file)) //nolint:errcheck // no rows
	for _, line := range strings.Split(string(text), "\n") {
		if key, value, ok := strings.Cut(line, " "); ok {
			rows[key], _ = strconv.ParseUint(value, 10, 64) //nolint:errcheck // 0
		}
	}
	return rows
}

// ioStat adds up the lines "8:0 rbytes=1 wbytes=2 rios=3 …".
func (p part) ioStat() (read, written uint64) {
	for _, word := range words(filepath.Join(p.dir, "io.stat")) {
		key, value, _ := strings.Cut(word, "=")
		n, _ := strconv.ParseUint(value, 10, 64) //nolint:errcheck // a device's number
		switch key {
		case "rbytes":
			read += n
		case "wbytes":
			written += n
		}
	}
	return read, written
}

// blkioBytes adds up the lines "8:0 Read 1".
func (p part) blkioBytes() (read, written uint64) {
	text := words(filepath.Join(p.dir, "blkio.throttle.io_service_bytes_recursive"))
	for i := 0; i+1 < len(text); i++ {
		n, err := strconv.ParseUint(text[i+1], 10, 64)
		switch {
		case err != nil:
		case text[i] == "Read":
			read += n
		case text[i] == "Write":
			written += n
		}
	}
	return read, written
}
