package cgroup

import (
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// ReadOnly are the mount points of those trees that are mounted read-only, as most container runtimes do it:
// whoever could write there could lift the container's own limits.
func ReadOnly(trees []Hierarchy) []string {
	var points []string
	for _, h := range trees {
		var fs unix.Statfs_t
		if unix.Statfs(h.Point, &fs) == nil && fs.Flags&unix.ST_RDONLY != 0 && !h.Named() {
			points = append(points, h.Point)
		}
	}
	return points
}

// RemountLine is the shell's command that makes the mounts writable, for root of the machine. It is
// "bind", about the mount alone: version 1 refuses to have its tree itself mounted
// differently while there are groups in it. Source: mount(2), MS_REMOUNT with MS_BIND; the kernel's cgroup1_reconfigure.
func RemountLine(points []string) string {
	if len(points) == 1 {
		return plan.Quote("mount", "-o", "remount,bind,rw", points[0])
	}
	return "for tree in " + plan.Quote(points...) + `; do mount -o remount,bind,rw "$tree"; done`
}
