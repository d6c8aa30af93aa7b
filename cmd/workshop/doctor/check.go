// Package doctor finds out what this machine can do before a lesson needs it.
//
// It works in two halves. [Gather] collects [Facts]: it reads files, and tries
// things out in child processes with namespaces of their own, because a version
// number or a file's presence says what should work and only an attempt says what
// does. [Judge] turns facts into checks and is pure, so that the verdict for an old
// kernel, for WSL2 or for Ubuntu's AppArmor restriction is tested without having one.
//
// Nothing is changed and nothing is left behind: the kernel takes the attempts'
// mounts, interfaces and tables away together with their namespaces.
package doctor

import "github.com/minicontainer/minicontainer/cmd/workshop/say"

// Status is how much a check matters to the reader.
type Status string

// The statuses. Only StatusBad keeps the main job, a container on the base image,
// from running; StatusWarn names something a later lesson will miss; StatusInfo
// is neither good nor bad.
const (
	StatusOK   Status = "ok"
	StatusInfo Status = "info"
	StatusWarn Status = "warn"
	StatusBad  Status = "bad"
)

// Check is one line of the report. Remedy is empty where there is nothing to type.
type Check struct {
	ID      string
	Status  Status
	Found   say.Message
	Why     say.Message
	Lessons []int
	Remedy  say.Message
}

// Group is the checks that belong under one heading.
type Group struct {
	Title  say.Message
	Checks []Check
}

// Judge says what the facts mean, in the order a reader wants to know it.
func Judge(f Facts) []Group {
	return []Group{
		{say.T("doctor.group-machine"), []Check{
			judgeBits(f), judgeKernel(f), judgeDistribution(f), judgeInside(f), judgeGo(f),
			judgeMemory(f), judgeDisk(f), judgeTerminal(f), judgeClock(f),
		}},
		{say.T("doctor.group-isolation"), []Check{
			judgeRights(f), judgeNamespaces(f), judgeUserNamespaces(f), judgeSubordinateIDs(f),
		}},
		{say.T("doctor.group-limits"), []Check{
			judgeCgroup(f), judgeControllers(f), judgeDelegation(f), judgeSwap(f),
		}},
		{say.T("doctor.group-images"), []Check{
			judgeOverlay(f), judgeNestedOverlay(f), judgeImageFiles(f),
		}},
		{say.T("doctor.group-network"), []Check{
			judgeBridge(f), judgeVeth(f), judgeNFTables(f), judgeForwarding(f),
			judgeDocker(f), judgeForwardPolicy(f),
		}},
		{say.T("doctor.group-machines"), []Check{
			judgeKVM(f), judgeQEMU(f),
		}},
	}
}

// CanRun reports whether the main job can run: no check is StatusBad.
func CanRun(groups []Group) bool {
	for _, g := range groups {
		for _, c := range g.Checks {
			if c.Status == StatusBad {
				return false
			}
		}
	}
	return true
}
