// Version 1: a tree for each controller, and a process is in one group of each.
//
// There is no way to start a process in a group: a thread moves there and starts
// it, and the child inherits.

package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// filesV1 are the files of one controller, with their values.
func filesV1(controller string, p part, l *specs.LinuxResources) ([]plan.Step, error) {
	switch controller {
	case "memory":
		return memoryV1(p.dir, l.Memory), nil
	case "cpu":
		return cpuV1(p.dir, l.CPU), nil
	case "cpuset":
		return cpusetFiles(p.dir, l.CPU), nil
	case "pids":
		return []plan.Step{pidsMax(p.dir, l.Pids)}, nil
	case blockController:
		return blockV1(p, l.BlockIO), nil
	case "hugetlb":
		return hugetlb(p.dir, "limit_in_bytes", l.HugepageLimits), nil
	case deviceController:
		return devicesV1(p.dir, l.Devices), nil
	}
	return nil, fmt.Errorf("set limits of %s: version 1 has no such file", controller)
}

// memoryV1 writes the limit of memory and that of memory with swap, which may at no moment be the
// smaller one: so the order depends on whether they are raised or lowered.
func memoryV1(dir string, m *specs.LinuxMemory) []plan.Step {
	var steps []plan.Step
	add := func(file string, bytes *int64) {
		if bytes != nil {
			steps = append(steps, Value{File: filepath.Join(dir, file), Text: strconv.FormatInt(*bytes, 10)})
		}
	}
	const together = "memory.memsw.limit_in_bytes"
	raised := m.Limit != nil && isBelow(filepath.Join(dir, together), *m.Limit)
	if raised {
		add(together, m.Swap)
	}
	add("memory.limit_in_bytes", m.Limit)
	if !raised {
		add(together, m.Swap)
	}
	add("memory.soft_limit_in_bytes", m.Reservation)
	if m.Swappiness != nil {
		steps = append(steps, Value{File: filepath.Join(dir, "memory.swappiness"), Text: strconv.FormatUint(*m.Swappiness, 10)})
	}
	if m.Limit != nil || m.DisableOOMKiller != nil {
		// A group takes over from its parent whether to stop programs rather than kill them, and
		// would hang for ever.
		off := "0"
		if m.DisableOOMKiller != nil && *m.DisableOOMKiller {
			off = "1"
		}
		steps = append(steps, Value{File: filepath.Join(dir, "memory.oom_control"), Text: off, IfThere: off == "0"})
	}
	return steps
}

// isBelow tells whether a limit that a group has is lower than a new one; -1 is none.
func isBelow(file string, limit int64) bool {
	text := words(file)
	if len(text) == 0 {
		return false // a group to be made has no limit yet
	}
	now, err := strconv.ParseInt(text[0], 10, 64)
	return err == nil && (limit < 0 || now < limit)
}

func cpuV1(dir string, c *specs.LinuxCPU) []plan.Step {
	var steps []plan.Step
	add := func(file string, there bool, number int64) {
		if there {
			steps = append(steps, Value{File: filepath.Join(dir, file), Text: strconv.FormatInt(number, 10)})
		}
	}
	add("cpu.shares", c.Shares != nil, signed(c.Shares))
	add("cpu.cfs_period_us", c.Period != nil, signed(c.Period))
	if c.Quota != nil {
		add("cpu.cfs_quota_us", true, noLimit(*c.Quota))
	}
	add("cpu.cfs_burst_us", c.Burst != nil, signed(c.Burst))
	if c.Idle != nil {
		add("cpu.idle", true, *c.Idle)
	}
	return steps
}

// noLimit is version 1's word for none.
func noLimit(quota int64) int64 {
	if quota <= 0 {
		return -1
	}
	return quota
}

func signed(n *uint64) int64 {
	if n == nil {
		return 0
	}
	return int64(min(*n, 1<<63-1)) //nolint:gosec // bounded
}

func blockV1(p part, b *specs.LinuxBlockIO) []plan.Step {
	var steps []plan.Step
	prefix := "blkio."
	if _, err := os.Stat(filepath.Join(p.base.tree.Own, "blkio.bfq.weight")); err == nil {
		prefix = "blkio.bfq." // the scheduler that knows weights has files of its own since Linux 5.0
	}
	if b.Weight != nil {
		steps = append(steps, Value{File: filepath.Join(p.dir, prefix+"weight"), Text: strconv.Itoa(int(*b.Weight))})
	}
	for _, d := range b.WeightDevice {
		if d.Weight != nil {
			steps = append(steps, Value{File: filepath.Join(p.dir, prefix+"weight_device"), Text: fmt.Sprintf("%d:%d %d", d.Major, d.Minor, *d.Weight)})
		}
	}
	for _, t := range throttles(b) {
		for _, d := range t.devices {
			steps = append(steps, Value{File: filepath.Join(p.dir, "blkio.throttle."+t.v1), Text: fmt.Sprintf("%d:%d %d", d.Major, d.Minor, d.Rate)})
		}
	}
	return steps
}

// throttle is a limit of a device, by its name in each version.
type throttle struct {
	v1, v2  string
	devices []specs.LinuxThrottleDevice
}

func throttles(b *specs.LinuxBlockIO) []throttle {
	return []throttle{
		{"read_bps_device", "rbps", b.ThrottleReadBpsDevice},
		{"write_bps_device", "wbps", b.ThrottleWriteBpsDevice},
		{"read_iops_device", "riops", b.ThrottleReadIOPSDevice},
		{"write_iops_device", "wiops", b.ThrottleWriteIOPSDevice},
	}
}

// devicesV1 writes the rules as they come: the kernel keeps a list of what is allowed.
func devicesV1(dir string, rules []specs.LinuxDeviceCgroup) []plan.Step {
	var steps []plan.Step
	for _, r := range rules {
		file := "devices.deny"
		if r.Allow {
			file = "devices.allow"
		}
		steps = append(steps, Value{File: filepath.Join(dir, file), Text: ruleLine(r)})
	}
	return steps
}

// ruleLine is a rule in version 1's form: "c 1:3 rwm".
func ruleLine(r specs.LinuxDeviceCgroup) string {
	kind, access := r.Type, r.Access
	if kind == "" {
		kind = "a"
	}
	if access == "" {
		access = "rwm"
	}
	return fmt.Sprintf("%s %s:%s %s", kind, deviceNumber(r.Major), deviceNumber(r.Minor), access)
}

func deviceNumber(n *int64) string {
	if n == nil || *n < 0 {
		return "*"
	}
	return strconv.FormatInt(*n, 10)
}
