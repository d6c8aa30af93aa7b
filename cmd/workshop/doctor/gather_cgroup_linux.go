package doctor

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

func gatherCgroup(f *Facts) {
	trees, err := cgroup.Detect()
	if err != nil {
		return
	}
	if kind := cgroup.Kind(trees); kind != "none" {
		f.Cgroup.Mode = kind
	}
	f.Cgroup.V1, f.Cgroup.V2 = controllers(trees, 1), controllers(trees, 2)
	f.Cgroup.Places, f.Cgroup.Refused = places()
	if points := cgroup.ReadOnly(trees); len(points) > 0 {
		f.Cgroup.Remount = cgroup.RemountLine(points)
	}
	f.Cgroup.CountsSwap = cgroup.CountsSwap()
}

func controllers(trees []cgroup.Hierarchy, version int) []string {
	set := map[string]bool{}
	for _, tree := range trees {
		for _, name := range tree.Controllers {
			if tree.Version == version && !tree.Named() {
				set[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// places plans a container's group, with a limit in each controller that lesson 3 needs, and does not make it.
func places() (dirs []string, refused []Refusal) {
	some := int64(1 << 30)
	group, _, err := cgroup.Plan(cgroup.Request{Path: "minicontainer", Limits: &specs.LinuxResources{
		Memory: &specs.LinuxMemory{Limit: &some}, CPU: &specs.LinuxCPU{Quota: &some}, Pids: &specs.LinuxPids{Limit: some},
	}})
	var unavailable *cgroup.Unavailable
	if errors.As(err, &unavailable) {
		for _, m := range unavailable.Missing {
			refused = append(refused, Refusal{m.Controller, m.Reason})
		}
	}
	if err != nil {
		return nil, refused
	}
	for _, dir := range group.Dirs() {
		dirs = append(dirs, filepath.Dir(dir))
	}
	return dirs, nil
}
