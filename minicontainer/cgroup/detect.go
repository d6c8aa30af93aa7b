// Detecting: which hierarchies there are, and where this process stands in each.
//
// Two files of /proc tell it together. Neither alone does: the first knows the
// mount points, the second our group's path within the hierarchy.
//
//	/proc/self/mountinfo   35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
//	                                  │ └ Point                    └ fstype         └ controllers
//	                                  └ the group that is mounted
//	/proc/self/cgroup      4:memory:/user.slice     0::/user.slice/session-2.scope
//	                         └ v1     └ our group   └ v2
//
// Within a container the group that is mounted is usually not the hierarchy's
// root, and what is above it cannot be named. Both paths are told from the root of our cgroup
// namespace: what lies above that is "/..". Source: cgroup_namespaces(7).

package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Hierarchy is one mounted tree of groups.
type Hierarchy struct {
	Version     int      // 1 or 2
	Controllers []string // those of the whole tree; of version 1 also "name=…", a tree that limits nothing
	Point       string   // directory where it is mounted
	Own         string   // directory of the group this process is in, Point or below
}

// Detect lists the hierarchies that this process is in and sees mounted, each once. None at all
// is no error. Source: cgroups(7), "/proc files"; proc_pid_mountinfo(5).
func Detect() ([]Hierarchy, error) { return hierarchiesOf("self") }

func hierarchiesOf(pid string) ([]Hierarchy, error) {
	mountinfo, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, fmt.Errorf("list mounts: %w", err)
	}
	own, err := os.ReadFile(filepath.Join("/proc", pid, "cgroup"))
	if os.IsNotExist(err) {
		return nil, nil // a kernel without control groups
	}
	if err != nil {
		return nil, fmt.Errorf("read the groups of process %s: %w", pid, err)
	}
	if pid == "self" {
		pid = strconv.Itoa(os.Getpid())
	}
	return detect(pid, string(mountinfo), string(own)), nil
}

// detect puts the two files together, and asks the file system whether the group is
// there: another mount may lie over the one that the line speaks of.
func detect(pid, mountinfo, own string) []Hierarchy {
	paths := ownPaths(own)
	var found []Hierarchy
	for _, line := range strings.Split(mountinfo, "\n") {
		h, root, ok := parseMount(line)
		if !ok || slices.ContainsFunc(found, h.same) {
			continue
		}
		unnamed, below, ok := within(root, paths[h.key()])
		if !ok {
			continue
		}
		if h.Own = filepath.Join(h.Point, below); unnamed > 0 {
			h.Own = search(filepath.Join(h.Point, strings.Repeat("/*", unnamed), below), pid)
		}
		if _, err := os.Stat(filepath.Join(h.Own, "cgroup.procs")); err != nil {
			continue
		}
		if h.Version == 2 {
			h.Controllers = words(filepath.Join(h.Point, "cgroup.controllers"))
		}
		found = append(found, h)
	}
	return found
}

// key is what /proc/self/cgroup calls the hierarchy by: its first controller, or
// nothing for version 2, of which there is only one.
func (h Hierarchy) key() string {
	if h.Version == 2 {
		return ""
	}
	return h.Controllers[0]
}

// Name is what people call the tree by.
func (h Hierarchy) Name() string {
	if h.Version == 2 {
		return "version 2"
	}
	return strings.Join(h.Controllers, ",")
}

// Named tells a tree of version 1 that limits nothing: systemd keeps its books in one.
func (h Hierarchy) Named() bool {
	return h.Version == 1 && strings.HasPrefix(h.Controllers[0], "name=")
}

// has tells whether the tree has a controller, by its name in this version.
func (h Hierarchy) has(controller string) bool { return slices.Contains(h.Controllers, controller) }

// offers is has for a controller that limits need, which is called by its name in version 1.
func (h Hierarchy) offers(controller string) bool {
	return h.has(controller) || h.Version == 2 && (controller == deviceController || controller == blockController && h.has("io"))
}

// Offers tells whether one of the trees has a controller, by its name in version 1.
func Offers(hierarchies []Hierarchy, controller string) bool {
	return slices.ContainsFunc(hierarchies, func(h Hierarchy) bool { return h.offers(controller) })
}

// ofLimits are those of the needed controllers that this tree has, by its own names.
func (h Hierarchy) ofLimits(needed []string) []string {
	var own []string
	for _, controller := range needed {
		switch {
		case h.has(controller):
			own = append(own, controller)
		case controller == blockController && h.has("io"):
			own = append(own, "io")
		}
	}
	return own
}

func (h Hierarchy) same(other Hierarchy) bool { return h.key() == other.key() }

// parseMount reads a line of mountinfo if it is a hierarchy's:
//
//	36 35 98:0 /root /point options [tags…] - type source superoptions
func parseMount(line string) (h Hierarchy, root string, ok bool) {
	left, right, _ := strings.Cut(line, " - ")
	before, after := strings.Fields(left), strings.Fields(right)
	if len(before) < 6 || len(after) < 3 {
		return h, "", false
	}
	switch after[0] {
	case "cgroup2":
		h.Version = 2
	case "cgroup":
		h.Version, h.Controllers = 1, controllersOf(after[2])
	default:
		return h, "", false
	}
	h.Point, root = escapes.Replace(before[4]), escapes.Replace(before[3])
	return h, root, h.Version == 2 || len(h.Controllers) > 0
}

// controllersOf drops what else a superblock of version 1 can have among its options.
func controllersOf(options string) []string {
	return slices.DeleteFunc(strings.Split(options, ","), func(o string) bool {
		return slices.Contains([]string{"rw", "ro", "xattr", "noprefix", "clone_children", "cpuset_v2_mode", "favordynmods"}, o) ||
			strings.HasPrefix(o, "release_agent=")
	})
}

// escapes are what the kernel makes of white space in paths.
var escapes = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

// ownPaths reads /proc/self/cgroup: controller → path, and "" → path for version 2.
func ownPaths(own string) map[string]string {
	paths := map[string]string{}
	for _, line := range strings.Split(own, "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 {
			continue
		}
		for _, controller := range strings.Split(fields[1], ",") {
			paths[controller] = fields[2]
		}
	}
	return paths
}

// within is path as seen from root, which must be an ancestor: a group outside what is mounted cannot be
// reached. A tree that was mounted before our cgroup namespace was made has its root above the namespace's, and
// the groups in between have no name here: unnamed tells how many they are, and below what follows.
//
//	root     path           unnamed  below
//	/a       /a/b           0        b
//	/../..   /../../other   0        other
//	/../..   /b             2        b
func within(root, path string) (unnamed int, below string, ok bool) {
	if !strings.HasPrefix(path, "/") {
		return 0, "", false
	}
	rootUps, root := climb(root)
	pathUps, path := climb(path)
	if pathUps < rootUps && root == "/" {
		return rootUps - pathUps, path, true
	}
	below, err := filepath.Rel(root, path)
	return 0, below, err == nil && pathUps == rootUps && below != ".." && !strings.HasPrefix(below, "../")
}

// climb counts the "/.." that a path begins with, and returns the rest.
func climb(path string) (ups int, rest string) {
	for path == "/.." || strings.HasPrefix(path, "/../") {
		ups, path = ups+1, strings.TrimPrefix(path, "/..")
	}
	return ups, "/" + strings.TrimPrefix(path, "/")
}

// search is the directory, among those of a pattern, whose group the process is in; "" if there is none.
func search(pattern, pid string) string {
	dirs, _ := filepath.Glob(pattern) //nolint:errcheck // a mount point with a bracket in its name: not found
	for _, dir := range dirs {
		if slices.Contains(words(filepath.Join(dir, "cgroup.procs")), pid) {
			return dir
		}
	}
	return ""
}

// words are those of a file of the kernel's, none if it cannot be read.
func words(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}

// Kind is what a host is called by its trees: "v1", "v2", "hybrid" or "none". On a hybrid host version 2 is
// mounted, too, and has what controllers version 1 leaves it, often none.
func Kind(hierarchies []Hierarchy) string {
	var versions [3]bool
	for _, h := range hierarchies {
		if !h.Named() {
			versions[h.Version] = true
		}
	}
	switch {
	case versions[1] && versions[2]:
		return "hybrid"
	case versions[1]:
		return "v1"
	case versions[2]:
		return "v2"
	}
	return "none"
}
