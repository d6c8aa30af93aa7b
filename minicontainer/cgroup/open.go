package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Procs opens cgroup.procs of each hierarchy that the group is in, for writing: whoever
// holds all of these files can put a process into the group by writing its
// number to each, without rights of its own. The kernel checks the rights of the process that
// opened the file. The caller closes the files. Source: cgroups(7);
// the kernel's cgroup_procs_write_permission, since CVE-2021-4197.
func (g *Group) Procs() ([]*os.File, error) {
	var files []*os.File
	for _, dir := range g.tree.dirs() {
		f, err := os.OpenFile(filepath.Join(dir, "cgroup.procs"), os.O_WRONLY, 0)
		if err != nil {
			closeAll(files)
			return nil, fmt.Errorf("open control group: %w", err)
		}
		files = append(files, f)
	}
	return files, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}

// Siblings are the names of the groups beside this one: among them a program finds what it has
// left behind when it was killed. Plan with such a name, and Remove, takes one away.
func (g *Group) Siblings() ([]string, error) {
	var names []string
	for _, dir := range g.tree.dirs() {
		entries, err := os.ReadDir(filepath.Dir(dir))
		if err != nil {
			return nil, fmt.Errorf("list control groups: %w", err)
		}
		for _, e := range entries {
			if e.IsDir() && e.Name() != filepath.Base(dir) {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
