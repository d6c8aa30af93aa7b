package doctor

import (
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func judgeCgroup(f Facts) Check {
	c := Check{ID: "cgroup", Status: StatusOK, Why: say.T("doctor.why-cgroup"), Lessons: []int{3}}
	switch f.Cgroup.Mode {
	case "v2":
		c.Found = say.T("doctor.cgroup-v2")
	case "v1":
		c.Found = say.T("doctor.cgroup-v1")
	case "hybrid":
		c.Found = say.T("doctor.cgroup-hybrid")
	default:
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.cgroup-none"), say.T("doctor.fix-cgroup")
	}
	return c
}

// wantedControllers are those that lesson 3 sets a limit in.
var wantedControllers = []string{"memory", "cpu", "pids"}

func judgeControllers(f Facts) Check {
	c := Check{ID: "controllers", Status: StatusOK, Why: say.T("doctor.why-controllers"), Lessons: []int{3}}
	c.Found = say.T("doctor.controllers", list(f.Cgroup.V1), list(f.Cgroup.V2))
	var absent []string
	for _, name := range wantedControllers {
		if !slices.Contains(f.Cgroup.V1, name) && !slices.Contains(f.Cgroup.V2, name) {
			absent = append(absent, name)
		}
	}
	if len(absent) > 0 {
		c.Status, c.Found = StatusWarn, say.T("doctor.controllers-absent", strings.Join(absent, " "))
		c.Remedy = say.T("doctor.fix-controllers")
	}
	return c
}

func list(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, " ")
}

// judgeDelegation names the places, or for each controller why there is none.
func judgeDelegation(f Facts) Check {
	c := Check{ID: "delegation", Status: StatusOK, Why: say.T("doctor.why-delegation"), Lessons: []int{3}}
	if len(f.Cgroup.Places) > 0 {
		c.Found = say.T("doctor.delegation-ours", strings.Join(f.Cgroup.Places, " "))
		return c
	}
	c.Status, c.Found = StatusWarn, say.T("doctor.delegation-none", reasons(f.Cgroup.Refused))
	switch {
	case f.UID == 0 && f.Cgroup.Remount != "":
		c.Remedy = say.T("doctor.fix-cgroup-rw", f.Cgroup.Remount)
	case f.UID == 0:
		c.Remedy = say.T("doctor.fix-cgroup-outside")
	case f.Cgroup.Mode == "v2":
		c.Remedy = say.T("doctor.fix-delegation")
	default:
		c.Remedy = say.T("doctor.fix-delegation-v1")
	}
	return c
}

func reasons(refused []Refusal) string {
	var all []string
	for _, r := range refused {
		all = append(all, r.Controller+": "+r.Reason)
	}
	return strings.Join(all, "; ")
}

// judgeSwap is about the one limit that a memory controller may lack.
func judgeSwap(f Facts) Check {
	c := Check{ID: "swap", Status: StatusOK, Found: say.T("doctor.swap-counted"), Why: say.T("doctor.why-swap"), Lessons: []int{3}}
	if !f.Cgroup.CountsSwap {
		c.Status, c.Found, c.Remedy = StatusWarn, say.T("doctor.swap-not-counted"), say.T("doctor.fix-swap")
	}
	return c
}
