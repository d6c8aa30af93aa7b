//go:build linux

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// findGroup tells for a controller, such as "memory", which version of control groups has it, 1 or 2, and the
// directory of the group that a process is in there. mountinfo is that process's /proc/PID/mountinfo, cgroup its
// /proc/PID/cgroup. A controller that no tree of version 1 has belongs to version 2. The error is for a
// group that cannot be reached by any of the mounts.
func findGroup(mountinfo, cgroup, controller string) (version int, dir string, err error) {
	version, path := groupLine(cgroup, controller)
	for _, line := range strings.Split(mountinfo, "\n") {
		before, after, _ := strings.Cut(line, " - ") // between them are tags, none or several
		fields, kind := strings.Fields(before), strings.Fields(after)
		if len(fields) < 6 || len(kind) < 3 {
			continue
		}
		isV1 := kind[0] == "cgroup" && slices.Contains(strings.Split(kind[2], ","), controller)
		isV2 := kind[0] == "cgroup2"
		if version == 1 && !isV1 || version == 2 && !isV2 {
			continue
		}
		// The mount shows the tree from a group on, which need not be its top: the path is to be taken from there.
		if !strings.HasPrefix(path, "/..") {
			return version, filepath.Join(readable(fields[4]), path), nil
		}
	}
	return 0, "", fmt.Errorf("no mount shows the group %q of %s", path, controller)
}

// groupLine finds the line ID:CONTROLLERS:PATH. That of version 2 names no controllers; and a path may have colons.
func groupLine(cgroup, controller string) (version int, path string) {
	for _, line := range strings.Split(cgroup, "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 {
			continue
		}
		if slices.Contains(strings.Split(fields[1], ","), controller) {
			return 1, fields[2]
		}
		if fields[1] == "" {
			version, path = 2, fields[2]
		}
	}
	return version, path
}

// readable undoes what the kernel does to white space in mountinfo.
func readable(path string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(path)
}
