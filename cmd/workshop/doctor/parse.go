// Readers of the kernel's and the distribution's text files, apart from the
// reading itself so that a test can hand them another machine's.

package doctor

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// osRelease reads ID and PRETTY_NAME. Source: os-release(5).
func osRelease(text string) (id, name string) {
	for line := range lines(text) {
		key, value, _ := strings.Cut(line, "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID":
			id = value
		case "PRETTY_NAME":
			name = value
		}
	}
	return id, name
}

func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			line, rest, _ := strings.Cut(text, "\n")
			if !yield(line) {
				return
			}
			text = rest
		}
	}
}

// statusField returns a field of /proc/self/status or /proc/meminfo.
func statusField(text, field string) string {
	for line := range lines(text) {
		if value, ok := strings.CutPrefix(line, field+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// availableMemory reads MemAvailable, which the kernel gives in kibibytes.
func availableMemory(meminfo string) uint64 {
	number, _, _ := strings.Cut(statusField(meminfo, "MemAvailable"), " ")
	kib, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return 0
	}
	return kib * 1024
}

// cgroupMount is one line of /proc/self/mountinfo that shows a cgroup hierarchy.
type cgroupMount struct {
	point       string
	fsType      string
	controllers []string // v1 only: from the superblock's options
}

// cgroupMounts picks them out. A line is, proc_pid_mountinfo(5):
//
//	36 35 98:0 /root /point options [tags...] - type source superoptions
func cgroupMounts(mountinfo string) []cgroupMount {
	var found []cgroupMount
	for line := range lines(mountinfo) {
		left, right, ok := strings.Cut(line, " - ")
		before, after := strings.Fields(left), strings.Fields(right)
		if !ok || len(before) < 5 || len(after) < 3 {
			continue
		}
		switch after[0] {
		case "cgroup":
			found = append(found, cgroupMount{before[4], "cgroup", v1Controllers(after[2])})
		case "cgroup2":
			found = append(found, cgroupMount{point: before[4], fsType: "cgroup2"})
		}
	}
	return found
}

// v1Controllers drops the superblock's other options; "name=" is a hierarchy
// without a controller, kept by systemd for its own bookkeeping.
func v1Controllers(options string) []string {
	var names []string
	for _, option := range strings.Split(options, ",") {
		switch {
		case option == "rw", option == "ro", option == "xattr", option == "noprefix", option == "clone_children",
			strings.Contains(option, "="):
		default:
			names = append(names, option)
		}
	}
	return names
}

// cgroupMode names the arrangement of the mounts, as systemd does: v1 trees with
// controllers beside a v2 tree are "hybrid".
func cgroupMode(mounts []cgroupMount) string {
	v1, v2 := false, false
	for _, m := range mounts {
		v1 = v1 || m.fsType == "cgroup" && len(m.controllers) > 0
		v2 = v2 || m.fsType == "cgroup2"
	}
	switch {
	case v1 && v2:
		return "hybrid"
	case v1:
		return "v1"
	case v2:
		return "v2"
	}
	return ""
}

func allV1Controllers(mounts []cgroupMount) []string {
	set := map[string]bool{}
	for _, m := range mounts {
		for _, name := range m.controllers {
			set[name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// ownGroup finds our path in the hierarchy that holds controller, or in v2 where
// controller is empty. A line of /proc/self/cgroup is id:controllers:path.
func ownGroup(procCgroup, controller string) (path string, ok bool) {
	for line := range lines(procCgroup) {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 {
			continue
		}
		if controller == "" && fields[0] == "0" ||
			controller != "" && slices.Contains(strings.Split(fields[1], ","), controller) {
			return fields[2], true
		}
	}
	return "", false
}

// cpuFlag returns vmx or svm where /proc/cpuinfo shows one.
func cpuFlag(cpuinfo string) string {
	for line := range lines(cpuinfo) {
		if !strings.HasPrefix(line, "flags") {
			continue
		}
		for _, flag := range strings.Fields(line) {
			if flag == "vmx" || flag == "svm" {
				return flag
			}
		}
	}
	return ""
}

// policyOf reads the answer of iptables -S FORWARD: "-P FORWARD DROP" and rules.
func policyOf(rules string) string {
	for line := range lines(rules) {
		if policy, ok := strings.CutPrefix(line, "-P FORWARD "); ok {
			return strings.TrimSpace(policy)
		}
	}
	return ""
}

// subordinate reports whether /etc/subuid has a line for one of the names, which
// may be a login name or a number. Source: subuid(5).
func subordinate(subuid string, names ...string) bool {
	for line := range lines(subuid) {
		owner, _, ok := strings.Cut(line, ":")
		if ok && slices.Contains(names, owner) {
			return true
		}
	}
	return false
}
