// Version 2: one tree, and a process is in one group of it.
//
// clone3(2) starts a process in a group (Linux 5.7), cgroup.kill ends all that is in it
// (Linux 5.14).

package cgroup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// filesV2 is the twin of filesV1.
func filesV2(controller string, p part, l *specs.LinuxResources) ([]plan.Step, error) {
	switch controller {
	case "memory":
		return memoryV2(p.dir, l.Memory)
	case "cpu":
		return cpuV2(p.dir, l.CPU), nil
	case "cpuset":
		return cpusetFiles(p.dir, l.CPU), nil
	case "pids":
		return []plan.Step{pidsMax(p.dir, l.Pids)}, nil
	case blockController:
		return blockV2(p, l.BlockIO), nil
	case "hugetlb":
		return hugetlb(p.dir, "max", l.HugepageLimits), nil
	case deviceController:
		return []plan.Step{Devices{Path: p.dir, Rules: l.Devices}}, nil
	}
	return nil, nil // a file of its own, in l.Unified
}

// memoryV2 takes memory out of the sum: here swap is limited by itself.
func memoryV2(dir string, m *specs.LinuxMemory) ([]plan.Step, error) {
	if m.DisableOOMKiller != nil && *m.DisableOOMKiller {
		return nil, errors.New("set memory.disableOOMKiller: version 2 has no such switch")
	}
	if m.Swappiness != nil {
		return nil, errors.New("set memory.swappiness: version 2 has no such file")
	}
	var steps []plan.Step
	add := func(file string, bytes *int64) {
		if bytes != nil {
			steps = append(steps, Value{File: filepath.Join(dir, file), Text: orMax(*bytes)})
		}
	}
	add("memory.max", m.Limit)
	if m.Swap != nil {
		alone := *m.Swap
		if alone >= 0 {
			alone -= *m.Limit
		}
		add("memory.swap.max", &alone)
	}
	add("memory.low", m.Reservation)
	return steps, nil
}

// orMax is version 2's word for no limit.
func orMax(n int64) string {
	if n < 0 {
		return "max"
	}
	return strconv.FormatInt(n, 10)
}

func cpuV2(dir string, c *specs.LinuxCPU) []plan.Step {
	var steps []plan.Step
	add := func(file, text string) { steps = append(steps, Value{File: filepath.Join(dir, file), Text: text}) }
	if c.Shares != nil && *c.Shares != 0 {
		add("cpu.weight", strconv.FormatUint(Weight(*c.Shares), 10))
	}
	if c.Quota != nil || c.Period != nil {
		add("cpu.max", cpuMax(c))
	}
	if c.Burst != nil {
		add("cpu.max.burst", strconv.FormatUint(*c.Burst, 10))
	}
	if c.Idle != nil {
		add("cpu.idle", strconv.FormatInt(*c.Idle, 10))
	}
	return steps
}

// cpuMax is quota and period in one line. The kernel takes the quota alone, but not the period.
func cpuMax(c *specs.LinuxCPU) string {
	text := "max"
	if c.Quota != nil && *c.Quota > 0 {
		text = strconv.FormatInt(*c.Quota, 10)
	}
	if c.Period != nil && *c.Period > 0 {
		text += " " + strconv.FormatUint(*c.Period, 10)
	}
	return text
}

// Weight turns version 1's cpu.shares (2…262144, 1024 if nothing is said) into version 2's cpu.weight (1…10000,
// 100 if nothing is said), end to end along a straight line, as most runtimes do. 1024 becomes 39: what counts
// is the ratio between groups that were all made the same way. Source: the OCI runtimes' common formula, KEP-2254.
func Weight(shares uint64) uint64 {
	const lowest, highest, highestWeight = 2, 262144, 10000
	shares = min(max(shares, lowest), highest)
	return 1 + (shares-lowest)*(highestWeight-1)/(highest-lowest)
}

// ioWeight is the same for blkio.weight (10…1000) and io.weight (1…10000).
func ioWeight(weight uint16) int {
	const lowest, highest, highestWeight = 10, 1000, 10000
	w := min(max(int(weight), lowest), highest)
	return 1 + (w-lowest)*(highestWeight-1)/(highest-lowest)
}

func blockV2(p part, b *specs.LinuxBlockIO) []plan.Step {
	var steps []plan.Step
	add := func(file, text string) { steps = append(steps, Value{File: filepath.Join(p.dir, file), Text: text}) }
	file, scale := "io.weight", ioWeight
	if _, err := os.Stat(filepath.Join(p.base.tree.Own, "io.bfq.weight")); err == nil {
		file, scale = "io.bfq.weight", func(w uint16) int { return int(w) }
	}
	if b.Weight != nil {
		add(file, "default "+strconv.Itoa(scale(*b.Weight)))
	}
	for _, d := range b.WeightDevice {
		if d.Weight != nil {
			add(file, fmt.Sprintf("%d:%d %d", d.Major, d.Minor, scale(*d.Weight)))
		}
	}
	for _, t := range throttles(b) {
		for _, d := range t.devices {
			add("io.max", fmt.Sprintf("%d:%d %s=%d", d.Major, d.Minor, t.v2, d.Rate))
		}
	}
	return steps
}

// What has the same name in both versions.

func cpusetFiles(dir string, c *specs.LinuxCPU) []plan.Step {
	var steps []plan.Step
	for _, f := range []struct{ file, text string }{{"cpuset.cpus", c.Cpus}, {"cpuset.mems", c.Mems}} {
		if f.text != "" {
			steps = append(steps, Value{File: filepath.Join(dir, f.file), Text: f.text})
		}
	}
	return steps
}

func pidsMax(dir string, p *specs.LinuxPids) plan.Step {
	limit := p.Limit
	if limit == 0 {
		limit = -1 // the spec's other word for none
	}
	return Value{File: filepath.Join(dir, "pids.max"), Text: orMax(limit)}
}

func hugetlb(dir, suffix string, limits []specs.LinuxHugepageLimit) []plan.Step {
	var steps []plan.Step
	for _, l := range limits {
		steps = append(steps, Value{File: filepath.Join(dir, "hugetlb."+l.Pagesize+"."+suffix), Text: strconv.FormatUint(l.Limit, 10)})
	}
	return steps
}
