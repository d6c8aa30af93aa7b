//go:build linux

package grader

import (
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

var (
	files = []string{
		"memory.max", "memory.high", "memory.swap.max", "cgroup.freeze", "cgroup.procs",
		"cpu.max", "cpu.weight", "cpu.stat", "cgroup.threads", "cgroup.kill", "none",
	}
	yesNo = []string{"yes", "no"}
)

var prediction = grade.Prediction{IDs: "cg.v1-map", Questions: []grade.Question{
	grade.Ask("limit", files...),
	grade.Ask("quota", files...),
	grade.Ask("period", files...),
	grade.Ask("shares", files...),
	grade.Ask("usage", files...),
	grade.Ask("tasks", files...),
	grade.Ask("freezer", files...),
	grade.Ask("devices", files...),
	grade.Ask("kill", yesNo...),
	grade.Ask("two-groups", yesNo...),
	grade.Ask("no-limit", "max", "zero", "minus-one"),
	grade.Ask("half", "25000", "50000", "25000 50000", "50%"),
	grade.Ask("swap", "32m", "64m", "96m", "160m"),
	grade.Ask("weight", "1", "39", "100", "1024"),
}}

// right are the words, and where the kernel's sources say so. The first part of a path is Documentation/admin-guide/.
var right = map[string]struct{ word, source string }{
	"limit":      {"memory.max", "cgroup-v2.rst, Memory Interface Files: memory.max is a hard limit"},
	"quota":      {"cpu.max", "cgroup-v2.rst, CPU Interface Files: cpu.max is $MAX $PERIOD"},
	"period":     {"cpu.max", "cgroup-v2.rst, CPU Interface Files: cpu.max is $MAX $PERIOD"},
	"shares":     {"cpu.weight", "cgroup-v2.rst, CPU Interface Files: cpu.weight is from 1 to 10000"},
	"usage":      {"cpu.stat", "cgroup-v2.rst, CPU Interface Files: cpu.stat has usage_usec, with or without the controller"},
	"tasks":      {"cgroup.threads", "cgroup-v2.rst, Core Interface Files: cgroup.threads lists threads, cgroup.procs processes"},
	"freezer":    {"cgroup.freeze", "cgroup-v2.rst, Core Interface Files: cgroup.freeze takes 0 and 1"},
	"devices":    {"none", "cgroup-v2.rst, Device controller: no interface files; programs of type BPF_PROG_TYPE_CGROUP_DEVICE"},
	"kill":       {"no", "cgroup-v2.rst, Core Interface Files: cgroup.kill; cgroup-v1/ has no such file"},
	"two-groups": {"no", "cgroup-v2.rst, Basic Operations: a process belongs to one group; cgroup-v1/cgroups.rst: to one of each hierarchy"},
	"no-limit":   {"max", "cgroup-v2.rst, Conventions: no limit is the word max"},
	"half":       {"25000 50000", "cgroup-v2.rst, CPU Interface Files: cpu.max is $MAX $PERIOD, and the period is 100000 where it is left out"},
	"swap":       {"32m", "cgroup-v1/memory.rst: memsw counts memory and swap; cgroup-v2.rst: memory.swap.max counts swap"},
	"weight":     {"100", "cgroup-v2.rst, CPU Interface Files: the default of cpu.weight is 100"},
}

func known(name string) (key, evidence string) { return right[name].word, right[name].source }

func countOf(p grade.Prediction) string { return strconv.Itoa(len(p.Questions)) }
