package cgroup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
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

// Sweep removes the empty groups beside this one that gone says yes to, by name: what a
// process that was killed has left. A group with processes in it stays.
func (g *Group) Sweep(gone func(name string) bool) error {
	var failed []error
	for _, dir := range g.tree.dirs() {
		entries, err := os.ReadDir(filepath.Dir(dir))
		if err != nil {
			failed = append(failed, err)
			continue
		}
		for _, e := range entries {
			if e.IsDir() && gone(e.Name()) {
				os.Remove(filepath.Join(filepath.Dir(dir), e.Name()))
			}
		}
	}
	return errors.Join(failed...)
}
