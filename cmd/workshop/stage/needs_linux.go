package stage

import (
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

// Unmet is the first need of a transcript that this machine or user does not meet; "" if all are met.
func Unmet(t transcript.Transcript) string {
	for _, need := range t.Needs() {
		met := false
		switch need {
		case "root":
			met = os.Geteuid() == 0 && !syscalls.InUserNamespace()
		case "v1", "v2":
			met = need == memoryVersion()
		case "vm":
			_, err := vm.FindKernel()
			met = err == nil && vm.TCG.Possible() == nil
		case "kvm":
			met = unix.Access("/dev/kvm", unix.R_OK|unix.W_OK) == nil
		}
		if !met {
			return need
		}
	}
	return ""
}

// memoryVersion is the version of control groups that limits memory here.
func memoryVersion() string {
	trees, err := cgroup.Detect()
	if err != nil {
		return ""
	}
	i := slices.IndexFunc(trees, func(h cgroup.Hierarchy) bool { return slices.Contains(h.Controllers, "memory") })
	if i < 0 {
		return ""
	}
	return map[int]string{1: "v1", 2: "v2"}[trees[i].Version]
}
