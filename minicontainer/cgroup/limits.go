// Limits: from the words of the OCI runtime spec to files and values.
//
// The spec was written for version 1, and so its words are. v1.go and v2.go are twins: for
// each controller a function that turns the same words into its version's files. Which
// of the two is asked depends on the tree that the controller is in, so that on a
// hybrid host some limits are version 1's and others version 2's.
//
//	spec                       version 1                          version 2
//	memory.limit               memory.limit_in_bytes              memory.max
//	memory.swap (with memory)  memory.memsw.limit_in_bytes        memory.swap.max (alone)
//	memory.reservation         memory.soft_limit_in_bytes         memory.low
//	cpu.quota, cpu.period      cpu.cfs_quota_us, …_period_us      cpu.max
//	cpu.shares                 cpu.shares (2…262144)              cpu.weight (1…10000)
//	cpu.cpus, cpu.mems         cpuset.cpus, cpuset.mems           the same
//	pids.limit                 pids.max                           the same
//	blockIO.weight             blkio.bfq.weight                   io.bfq.weight, io.weight
//	blockIO.throttle…          blkio.throttle.read_bps_device …   io.max
//	hugepageLimits             hugetlb.SIZE.limit_in_bytes        hugetlb.SIZE.max
//	devices                    devices.allow, devices.deny        a program (device.go)
//
// Source: runtime-spec config-linux.md, "Control groups"; cgroup-v2.rst.

package cgroup

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// needs are the controllers that limits cannot do without, in a fixed order.
func needs(l *specs.LinuxResources) []string {
	if l == nil {
		return nil
	}
	var all []string
	add := func(controller string, needed bool) {
		if needed && !slices.Contains(all, controller) {
			all = append(all, controller)
		}
	}
	add("memory", l.Memory != nil)
	add("cpu", l.CPU != nil && (l.CPU.Shares != nil || l.CPU.Quota != nil || l.CPU.Period != nil || l.CPU.Burst != nil || l.CPU.Idle != nil))
	add("cpuset", l.CPU != nil && l.CPU.Cpus+l.CPU.Mems != "")
	add("pids", l.Pids != nil)
	add(blockController, l.BlockIO != nil)
	add("hugetlb", len(l.HugepageLimits) > 0)
	add(deviceController, len(l.Devices) > 0)
	for key := range sorted(l.Unified) {
		controller, _, _ := strings.Cut(key, ".")
		add(controller, controller != "cgroup")
	}
	return all
}

// Two controllers have another name in each version, or none.
const (
	blockController  = "blkio"   // version 2: io
	deviceController = "devices" // version 2: every group can have a program
)

// errRefused is about a limit that no group has, whatever the machine.
var errRefused = errors.New("asked for, but not carried out by this runtime")

// checkLimits refuses what would otherwise be passed over in silence.
func checkLimits(l *specs.LinuxResources) error {
	if l == nil {
		return nil
	}
	refuse := func(field string, there bool) error {
		if !there {
			return nil
		}
		return fmt.Errorf("set linux.resources.%s: %w", field, errRefused)
	}
	m, c := l.Memory, l.CPU
	return errors.Join(
		refuse("network", l.Network != nil),
		refuse("rdma", len(l.Rdma) > 0),
		refuse("memory.kernel", m != nil && (m.Kernel != nil || m.KernelTCP != nil)), //nolint:staticcheck // to refuse it
		refuse("cpu.realtimeRuntime", c != nil && (c.RealtimeRuntime != nil || c.RealtimePeriod != nil)),
		refuse("blockIO.leafWeight", l.BlockIO != nil && l.BlockIO.LeafWeight != nil),
		checkSwap(m),
		checkUnified(l.Unified),
	)
}

// checkSwap refuses a sum that is smaller than one of its parts.
func checkSwap(m *specs.LinuxMemory) error {
	if m == nil || m.Swap == nil || *m.Swap < 0 {
		return nil
	}
	if m.Limit == nil || *m.Limit < 0 || *m.Swap < *m.Limit {
		return fmt.Errorf("set memory and swap together to %d bytes: it has to be at least the limit of memory alone", *m.Swap)
	}
	return nil
}

// checkUnified refuses keys that are no file of a group.
func checkUnified(keys map[string]string) error {
	for key, value := range sorted(keys) {
		if controller, file, _ := strings.Cut(key, "."); controller == "" || file == "" || strings.ContainsAny(key, "/\x00") || strings.Contains(value, "\x00") {
			return fmt.Errorf("set linux.resources.unified %q: it is not the name of a file such as memory.high", key)
		}
	}
	return nil
}

// Set plans the values that give a group limits, or give it others while it is in use. What the limits do
// not speak of stays. The error names a limit that cannot be had.
func (g *Group) Set(l *specs.LinuxResources) ([]plan.Step, error) {
	if err := checkLimits(l); err != nil || l == nil {
		return nil, err
	}
	var steps []plan.Step
	for _, controller := range needs(l) {
		p, ok := g.partOf(controller)
		if !ok {
			return nil, &Unavailable{[]Missing{{controller, "the group has been made without it"}}}
		}
		files := filesV1
		if p.version == 2 {
			files = filesV2
		}
		more, err := files(controller, p, l)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return append(steps, unified(g, l)...), nil
}

func (g *Group) partOf(controller string) (part, bool) {
	i := slices.IndexFunc(g.parts, func(p part) bool { return p.hasController(controller) })
	if i < 0 {
		return part{}, false
	}
	return g.parts[i], true
}

// hasController knows the controllers with two names.
func (p part) hasController(controller string) bool {
	return Hierarchy{Version: p.version, Controllers: p.controllers}.offers(controller)
}

// unified are files of version 2 that the spec passes on as they are.
func unified(g *Group, l *specs.LinuxResources) []plan.Step {
	var steps []plan.Step
	for key, value := range sorted(l.Unified) {
		for _, p := range g.parts {
			if p.version == 2 {
				steps = append(steps, Value{File: filepath.Join(p.dir, key), Text: value})
			}
		}
	}
	return steps
}

// sorted goes through a map in the order of its keys.
func sorted(m map[string]string) func(yield func(string, string) bool) {
	return func(yield func(string, string) bool) {
		keys := make([]string, 0, len(m))
		for key := range m {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
