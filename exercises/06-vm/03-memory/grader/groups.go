//go:build linux

// Directories with the files of control groups, as both versions write them: the numbers are drawn, so that nobody needs to be root.

package grader

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// group is a group's memory, in bytes.
type group struct {
	version                                    int
	current, anon, shmem, activeFile, inactive int64
	below                                      int64 // of inactive, what belongs to groups below
}

func pages(low, high int64) int64 { return between(low<<8, high<<8) << 12 } // MiB in pages of 4096

func newGroup(version int) group {
	g := group{version: version, anon: pages(30, 60), shmem: pages(8, 14), activeFile: pages(15, 25), inactive: pages(80, 160)}
	g.below = g.inactive / 2 >> 12 << 12
	g.current = g.anon + g.shmem + g.activeFile + g.inactive + pages(4, 6) // the kernel's own: stacks, page tables, slabs
	return g
}

func (g group) used() int64 { return max(0, g.current-g.inactive) }

// files are what the kernel would write. Source: cgroup-v2.rst, memory.stat; cgroup-v1/memory.rst, 5.2.
func (g group) files() map[string]string {
	if g.version == 2 {
		return map[string]string{
			"cgroup.controllers": "cpu memory pids", "memory.current": text(g.current), "memory.max": "max",
			"memory.stat": fmt.Sprintf("anon %d\nfile %d\nkernel_stack 98304\nshmem %d\nfile_mapped 4096\ninactive_anon %d\nactive_anon 4096\n"+
				"inactive_file %d\nactive_file %d\nunevictable 0\nworkingset_refault_file 0",
				g.anon, g.shmem+g.activeFile+g.inactive, g.shmem, g.anon+g.shmem-4096, g.inactive, g.activeFile),
		}
	}
	own := func(prefix string, inactive int64) string {
		return fmt.Sprintf("%[1]scache %[2]d\n%[1]srss %[3]d\n%[1]smapped_file 4096\n%[1]sinactive_anon %[4]d\n%[1]sactive_anon 4096\n"+
			"%[1]sinactive_file %[5]d\n%[1]sactive_file %[6]d\n",
			prefix, g.shmem+g.activeFile+inactive, g.anon, g.anon+g.shmem-4096, inactive, g.activeFile)
	}
	return map[string]string{
		"memory.usage_in_bytes": text(g.current), "memory.limit_in_bytes": "9223372036854771712", "memory.use_hierarchy": "1",
		"memory.stat": own("", g.inactive-g.below) + "hierarchical_memory_limit 9223372036854771712\n" + own("total_", g.inactive),
	}
}

// groups are a group of each version, one whose numbers were not taken at one moment, and a directory that is none.
func (l *lab) groups() grade.Finding {
	torn := newGroup(2)
	torn.current = torn.inactive - pages(1, 3)
	for _, g := range []group{newGroup(2), newGroup(1), torn} {
		if f := l.ofGroup(g); f.Status != "" {
			return f
		}
	}
	empty := l.Dir("group-" + l.Token())
	if got, err := l.ask("group", empty); err == "" {
		return grade.Failed("vm.memory.silent", fmt.Sprintf("no memory.current, no memory.usage_in_bytes\nprinted: %s", inKB(got)))
	}
	return grade.Finding{}
}

func (l *lab) ofGroup(g group) grade.Finding {
	dir := l.Dir("group-" + l.Token())
	for name, content := range g.files() {
		l.Write(dir+"/"+name, content+"\n", 0o644)
	}
	evidence := g.shown()
	got, err := l.ask("group", dir)
	switch {
	case err != "" && g.version == 1:
		return grade.Failed("vm.memory.version-1", evidence+"\n"+strings.ReplaceAll(err, dir, "DIR"))
	case err != "":
		return grade.Failed("vm.memory.gave-up", evidence+"\n"+strings.ReplaceAll(err, dir, "DIR"))
	case int64(got) == g.used(): //nolint:gosec // it was compared
		return grade.Finding{}
	}
	evidence += "\nprinted: " + inKB(got)
	for _, m := range []struct {
		id  string
		way int64
	}{
		{"vm.memory.below-zero", g.current - g.inactive}, {"vm.memory.cache-counted", g.current},
		{"vm.memory.all-files", g.anon}, {"vm.memory.all-files", g.current - g.shmem - g.activeFile - g.inactive},
		{"vm.memory.all-files", g.current - g.activeFile - g.inactive},
		{"vm.memory.groups-below", g.current - g.inactive + g.below},
	} {
		if got == uint64(m.way) { //nolint:gosec // below zero is one of the ways
			return grade.Failed(m.id, evidence, inKB(uint64(g.used()))) //nolint:gosec // not below zero
		}
	}
	return grade.Unknown(evidence, grade.Text{EN: inKB(uint64(g.used())), KO: inKB(uint64(g.used()))}) //nolint:gosec // as above
}

// shown is the files' lines that matter, in kB.
func (g group) shown() string {
	kB := func(n int64) string { return inKB(uint64(n)) } //nolint:gosec // drawn as positive
	if g.version == 2 {
		return fmt.Sprintf("memory.current: %s\nmemory.stat: anon %s, shmem %s\n  active_file %s, inactive_file %s",
			kB(g.current), kB(g.anon), kB(g.shmem), kB(g.activeFile), kB(g.inactive))
	}
	return fmt.Sprintf("memory.usage_in_bytes: %s\nmemory.stat: total_rss %s\n  inactive_file %s, total_inactive_file %s",
		kB(g.current), kB(g.anon), kB(g.inactive-g.below), kB(g.inactive))
}
