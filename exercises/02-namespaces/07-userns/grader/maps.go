//go:build linux

package grader

import (
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// idMap is a uid_map or a gid_map, line by line: first id inside, first id outside, how many. To the
// judge "outside" is in its own user namespace.
type idMap [][3]int

func read(p fakehost.Process, name string) idMap {
	var m idMap
	for _, line := range strings.Split(text(p, name), "\n") {
		var one [3]int
		if n, err := fmt.Sscan(line, &one[0], &one[1], &one[2]); n == 3 && err == nil {
			m = append(m, one)
		}
	}
	return m
}

func text(p fakehost.Process, name string) string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.Pid, name))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(content))
}

// onlyRoot tells a map that has one id, 0.
func (m idMap) onlyRoot() bool { return len(m) == 1 && m[0][0] == 0 && m[0][2] == 1 }

func (m idMap) String() string {
	if len(m) == 0 {
		return "(empty)"
	}
	var lines []string
	for _, one := range m {
		ids := fmt.Sprint(one[0])
		if one[2] > 1 {
			ids += fmt.Sprintf("-%d", one[0]+one[2]-1)
		}
		lines = append(lines, ids)
	}
	return "has " + strings.Join(lines, ", ")
}

func setgroups(p fakehost.Process) string { return text(p, "setgroups") }

// maps is the evidence: which ids the namespace has. Whose they are outside differs from run to run.
func maps(p fakehost.Process) string {
	return fmt.Sprintf("/proc/%d/uid_map %s, gid_map %s", p.Pid, read(p, "uid_map"), read(p, "gid_map"))
}
