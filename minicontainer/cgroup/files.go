package cgroup

import (
	"os"
	"path/filepath"
	"strings"
)

// File is a file of a group, as it reads now.
type File struct {
	Dir, Name string
	Text      string // without the newline at the end
}

// telling are the files that tell most, of each controller, by version.
var telling = map[int]map[string][]string{
	1: {
		"memory":  {"memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.usage_in_bytes", "memory.failcnt"},
		"pids":    {"pids.max", "pids.current"},
		"cpu":     {"cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.stat"},
		"cpuset":  {"cpuset.cpus"},
		"freezer": {"freezer.state"},
	},
	2: {
		"memory": {"memory.max", "memory.swap.max", "memory.current", "memory.events"},
		"pids":   {"pids.max", "pids.current"},
		"cpu":    {"cpu.weight", "cpu.max", "cpu.stat"},
		"cpuset": {"cpuset.cpus.effective"},
	},
}

// Files are those files of a group that tell most: who is in it, its limits, and what it uses. What the
// kernel does not have is left out.
func (g *Group) Files() []File {
	var files []File
	for _, p := range g.parts {
		if p.base.tree.Named() {
			continue // it limits nothing
		}
		names := []string{"cgroup.procs"}
		if p.version == 2 {
			names = append(names, "cgroup.freeze")
		}
		for _, controller := range p.controllers {
			names = append(names, telling[p.version][controller]...)
		}
		for _, name := range names {
			if text, err := os.ReadFile(filepath.Join(p.dir, name)); err == nil {
				files = append(files, File{p.dir, name, strings.TrimRight(string(text), "\n")})
			}
		}
	}
	return files
}
