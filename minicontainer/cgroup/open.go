package cgroup

import (
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
	for _, dir := range g.Dirs() {
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
