// What a kernel is too old for. The numbers are the releases in which each
// feature appeared (man7.org, "Versions" sections), and they are what a person
// looks up; a distribution may have carried a feature back.

package doctor

import (
	"fmt"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// Version is a kernel release without its patch level.
type Version struct{ Major, Minor int }

// ParseVersion reads the start of uname -r, such as 5.15.0-91-generic.
func ParseVersion(release string) (Version, error) {
	var v Version
	if _, err := fmt.Sscanf(release, "%d.%d", &v.Major, &v.Minor); err != nil {
		return Version{}, fmt.Errorf("read kernel release %q: %w", release, err)
	}
	return v, nil
}

// Before reports whether v is older than w.
func (v Version) Before(w Version) bool {
	return v.Major < w.Major || v.Major == w.Major && v.Minor < w.Minor
}

// String returns the version as people write it.
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// oldest is the first kernel whose namespaces are complete enough to call the
// result a container; it is also the one Docker names.
var oldest = Version{3, 10}

type feature struct {
	since Version
	name  say.Message
}

var features = []feature{
	{Version{3, 18}, say.T("doctor.needs-overlay")},
	{Version{4, 5}, say.T("doctor.needs-cgroup2")},
	{Version{4, 6}, say.T("doctor.needs-cgroup-namespace")},
	{Version{5, 3}, say.T("doctor.needs-pidfd")},
	{Version{5, 6}, say.T("doctor.needs-openat2")},
	{Version{5, 7}, say.T("doctor.needs-clone-into-cgroup")},
	{Version{5, 12}, say.T("doctor.needs-mount-setattr")},
	{Version{5, 14}, say.T("doctor.needs-cgroup-kill")},
	{Version{6, 6}, say.T("doctor.needs-rootless-overlay")},
}

// oldestForUs is the first kernel that this runtime works on: it walks every path
// of a container by openat2(2).
var oldestForUs = Version{5, 6}

// missing lists what a kernel of version v is too old for.
func missing(v Version) []say.Message {
	var names []say.Message
	for _, f := range features {
		if v.Before(f.since) {
			names = append(names, f.name)
		}
	}
	return names
}

func judgeKernel(f Facts) Check {
	c := Check{ID: "kernel", Why: say.T("doctor.why-kernel"), Lessons: everyLesson}
	costs := missing(f.Kernel)
	switch {
	case f.Inside.GVisor:
		c.Status, c.Found = StatusWarn, say.T("doctor.kernel-gvisor", f.KernelText)
		c.Remedy = say.T("doctor.fix-real-linux")
	case f.Inside.WSL == 1:
		c.Status, c.Found = StatusBad, say.T("doctor.kernel-wsl1")
		c.Remedy = say.T("doctor.fix-wsl1")
	case f.Kernel.Before(oldest):
		c.Status, c.Found = StatusBad, say.T("doctor.kernel-ancient", f.KernelText, oldest)
		c.Remedy = say.T("doctor.fix-newer-linux")
	case f.Kernel.Before(oldestForUs):
		c.Status, c.Found = StatusBad, say.T("doctor.kernel-old", f.KernelText, costs)
		c.Remedy = say.T("doctor.fix-newer-linux")
	case len(costs) > 0:
		c.Status, c.Found = StatusWarn, say.T("doctor.kernel-old", f.KernelText, costs)
		c.Remedy = say.T("doctor.fix-newer-linux")
	default:
		c.Status, c.Found = StatusOK, say.T("doctor.kernel-new", f.KernelText)
	}
	return c
}
