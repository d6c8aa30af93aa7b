// When the program gets the processor and the disk: its scheduling policy, its turn at the disk, and, for one that is started in a
// container that runs, its processors. They are the process's own, and pass execve(2).
// Source: runtime-spec config.md, "scheduler", "ioPriority", "execCPUAffinity"; sched(7), ioprio_set(2), cpuset(7) "List format".

package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// policies of the kernel, by the number of each.
var policies = []specs.LinuxSchedulerPolicy{
	specs.SchedOther, specs.SchedFIFO, specs.SchedRR, specs.SchedBatch, specs.SchedISO, specs.SchedIdle, specs.SchedDeadline,
}

// schedulerFlags of the kernel, by the number of each one's bit.
var schedulerFlags = []specs.LinuxSchedulerFlag{
	specs.SchedFlagResetOnFork, specs.SchedFlagReclaim, specs.SchedFlagDLOverrun, specs.SchedFlagKeepPolicy,
	specs.SchedFlagKeepParams, specs.SchedFlagUtilClampMin, specs.SchedFlagUtilClampMax,
}

// diskClasses of the kernel; number 0 is none.
var diskClasses = []specs.IOPriorityClass{"", specs.IOPRIO_CLASS_RT, specs.IOPRIO_CLASS_BE, specs.IOPRIO_CLASS_IDLE}

// schedule plans them, before the process gives up the powers that some of them need (CAP_SYS_NICE).
func schedule(p *specs.Process, entering bool) (steps []plan.Step) {
	if p.Scheduler != nil {
		steps = append(steps, setScheduler{*p.Scheduler})
	}
	if p.IOPriority != nil {
		steps = append(steps, setIOPriority{*p.IOPriority})
	}
	if list := affinity(p); entering && list != "" {
		steps = append(steps, setAffinity{list})
	}
	return steps
}

// affinity is the final one, with which the program runs; the initial one is for the moment before it, in which there is little to do.
func affinity(p *specs.Process) string {
	switch a := p.ExecCPUAffinity; {
	case a == nil:
		return ""
	case a.Final != "":
		return a.Final
	default:
		return a.Initial
	}
}

// badSchedule lists what the kernel has no number for.
func badSchedule(p *specs.Process) (findings []finding) {
	if s := p.Scheduler; s != nil {
		findings = append(findings, finding{!slices.Contains(policies, s.Policy), "process.scheduler.policy", fmt.Sprintf("%.40q is unknown", s.Policy)})
		for _, flag := range s.Flags {
			findings = append(findings, finding{!slices.Contains(schedulerFlags, flag), "process.scheduler.flags", fmt.Sprintf("%.40q is unknown", flag)})
		}
	}
	if io := p.IOPriority; io != nil {
		findings = append(findings,
			finding{io.Class == "" || !slices.Contains(diskClasses, io.Class), "process.ioPriority.class", fmt.Sprintf("%.40q is unknown", io.Class)},
			finding{io.Priority < 0 || io.Priority > 7, "process.ioPriority.priority", "not from 0 to 7"})
	}
	if p.ExecCPUAffinity != nil {
		for _, list := range []string{p.ExecCPUAffinity.Initial, p.ExecCPUAffinity.Final} {
			_, err := cpuSet(list)
			findings = append(findings, finding{list != "" && err != nil, "process.execCPUAffinity", fmt.Sprintf("%.40q is no list of processors", list)})
		}
	}
	return findings
}

type setScheduler struct{ specs.Scheduler }

func (setScheduler) Name() string { return "set scheduling policy" }

func (s setScheduler) Line() string {
	return fmt.Sprintf("chrt --%s --pid %d $$", strings.ToLower(strings.TrimPrefix(string(s.Policy), "SCHED_")), s.Priority)
}

func (s setScheduler) Do() error {
	attr := unix.SchedAttr{
		Size: unix.SizeofSchedAttr, Policy: uint32(slices.Index(policies, s.Policy)), //nolint:gosec // Check has found it
		Nice: s.Nice, Priority: uint32(s.Priority), Runtime: s.Runtime, Deadline: s.Deadline, Period: s.Period, //nolint:gosec // the kernel refuses what is none
	}
	for _, flag := range s.Flags {
		attr.Flags |= 1 << slices.Index(schedulerFlags, flag)
	}
	if err := unix.SchedSetAttr(0, &attr, 0); err != nil {
		return fmt.Errorf("set scheduling policy %s: %w", s.Policy, err)
	}
	return nil
}

type setIOPriority struct{ specs.LinuxIOPriority }

func (setIOPriority) Name() string { return "set priority at the disk" }

func (s setIOPriority) Line() string {
	return fmt.Sprintf("ionice --class %d --classdata %d --pid $$", slices.Index(diskClasses, s.Class), s.Priority)
}

func (s setIOPriority) Do() error {
	const whoProcess, classShift = 1, 13
	value := slices.Index(diskClasses, s.Class)<<classShift | s.Priority
	if _, _, errno := unix.Syscall(unix.SYS_IOPRIO_SET, whoProcess, 0, uintptr(value)); errno != 0 { //nolint:gosec // Check has looked at it
		return fmt.Errorf("set priority at the disk, %s %d: %w", s.Class, s.Priority, errno)
	}
	return nil
}

type setAffinity struct{ List string }

func (setAffinity) Name() string { return "choose processors" }
func (s setAffinity) Line() string {
	return plan.Quote("taskset", "--cpu-list", "--pid", s.List) + " $$"
}

func (s setAffinity) Do() error {
	set, err := cpuSet(s.List)
	if err != nil {
		return err
	}
	if err := unix.SchedSetaffinity(0, set); err != nil {
		return fmt.Errorf("choose processors %s: %w", s.List, err)
	}
	return nil
}

// cpuSet reads a list such as 0-3,7.
func cpuSet(list string) (*unix.CPUSet, error) {
	const most = 8192
	set := &unix.CPUSet{}
	for _, part := range strings.Split(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, errFrom := strconv.ParseUint(first, 10, 16)
		to, errTo := strconv.ParseUint(last, 10, 16)
		if errFrom != nil || errTo != nil || from > to || to >= most {
			return nil, fmt.Errorf("read list of processors %.40q: as in 0-3,7", list)
		}
		for cpu := from; cpu <= to; cpu++ {
			set.Set(int(cpu)) //nolint:gosec // below most
		}
	}
	return set, nil
}
