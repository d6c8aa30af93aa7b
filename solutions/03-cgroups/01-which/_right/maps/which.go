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
	groups := map[string]string{}
	for _, line := range strings.Split(cgroup, "\n") {
		_, line, more := strings.Cut(line, ":")
		names, path, _ := strings.Cut(line, ":")
		if !more {
			continue
		}
		for _, name := range strings.Split(names, ",") {
			groups[name] = path
		}
	}
	path, inFirst := groups[controller]
	version = 1
	if !inFirst {
		version, path = 2, groups[""]
	}
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
		below, err := filepath.Rel(readable(fields[3]), path)
		if err == nil && below != ".." && !strings.HasPrefix(below, "../") && !strings.HasPrefix(path, "/..") {
			return version, filepath.Join(readable(fields[4]), below), nil
		}
	}
	return 0, "", fmt.Errorf("no mount shows the group %q of %s", path, controller)
}

// readable undoes what the kernel does to white space in mountinfo.
func readable(path string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(path)
}
