// Memory that is really used.
//
// RSS counts a page that ten processes share ten times. PSS (proportional set size) gives each of them a tenth, so that a sum over
// processes is what there is. The kernel adds it up in smaps_rollup. What a virtual machine was promised (-m) is neither: its pages
// exist from their first use, and are anonymous memory of the hypervisor's process.
//
// A cgroup counts otherwise: pages are charged to the group that touched them first. Its file pages are page cache, which the
// kernel takes back when somebody needs memory; only anon is what cannot be done without.

package compare

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// Roles of an instance's processes.
const (
	RoleProgram    = "program"    // the probe itself
	RoleGuest      = "guest"      // a process that holds a guest: its memory, and the hypervisor's own
	RoleAttendance = "attendance" // what stays with the program as long as it runs: the command that was started, a shim
)

// HostProcess is a process that an instance has on the host. Source: proc_pid_smaps(5).
type HostProcess struct {
	Name          string `json:"name"`
	Role          string `json:"role"`
	RSSBytes      uint64 `json:"rss_bytes"`
	PSSBytes      uint64 `json:"pss_bytes"`
	PSSAnonBytes  uint64 `json:"pss_anon_bytes"`  // cannot be read again from a file
	PSSFileBytes  uint64 `json:"pss_file_bytes"`  // can: page cache that it has mapped
	PSSShmemBytes uint64 `json:"pss_shmem_bytes"` // files in memory
	GuestBytes    uint64 `json:"guest_bytes"`     // of it, the guest's memory that exists
}

// GroupMemory is what the container's control group counts, of all instances together.
type GroupMemory struct {
	Bytes     uint64
	AnonBytes uint64
	FileBytes uint64 // page cache
}

// usage is the memory of some instances at one moment.
type usage struct {
	processes []HostProcess
	groups    GroupMemory
	inGroup   bool
	holdsKVM  bool
}

func (u usage) sum(field func(HostProcess) uint64) float64 {
	var total uint64
	for _, p := range u.processes {
		total += field(p)
	}
	return float64(total)
}

// measureMemory looks at all processes of some instances of a kind.
func measureMemory(k Kind, instances ...*instance) usage {
	var u usage
	groups := map[string]bool{}
	for _, i := range instances {
		for _, p := range i.processes() {
			measured, ok := readProcess(k, p)
			if !ok {
				continue // it has just ended
			}
			u.processes = append(u.processes, measured)
			u.holdsKVM = u.holdsKVM || holdsKVM(p.pid)
			if dir := memoryGroup(p.pid); dir != "" {
				groups[dir] = true
			}
		}
	}
	for dir := range groups {
		u.inGroup = true
		u.groups.add(readGroup(dir))
	}
	slices.SortStableFunc(u.processes, func(a, b HostProcess) int { return cmp.Compare(b.PSSBytes, a.PSSBytes) })
	return u
}

func readProcess(k Kind, p process) (HostProcess, bool) {
	dir := filepath.Join("/proc", strconv.Itoa(p.pid))
	text, err := os.ReadFile(dir + "/smaps_rollup")
	if err != nil || len(text) == 0 {
		return HostProcess{}, false
	}
	sizes := fieldsOf(string(text))
	h := HostProcess{
		Name: p.name, Role: RoleAttendance,
		RSSBytes: sizes["Rss"], PSSBytes: sizes["Pss"],
		PSSAnonBytes: sizes["Pss_Anon"], PSSFileBytes: sizes["Pss_File"], PSSShmemBytes: sizes["Pss_Shmem"],
	}
	if cmdline, _ := os.ReadFile(dir + "/cmdline"); isProbe(cmdline) { //nolint:errcheck // then it is none
		h.Role = RoleProgram
	}
	if k.Guest {
		maps, _ := os.ReadFile(dir + "/smaps") //nolint:errcheck // then it holds no guest
		if h.GuestBytes = guestMemory(string(maps), k.MemoryMiB); h.GuestBytes > 0 {
			h.Role = RoleGuest
		}
	}
	return h, true
}

func isProbe(cmdline []byte) bool {
	first, _, _ := bytes.Cut(cmdline, []byte{0})
	return filepath.Base(string(first)) == probe.Name
}

// guestMemory adds up the mappings that are the guest's memory: those that are as large as it was promised. A hypervisor maps
// the guest's memory in one piece, or in two where a hole for devices is below 4 GiB; its own pieces are smaller.
func guestMemory(smaps string, mib int) uint64 {
	if mib == 0 {
		return 0
	}
	var total, size uint64
	for _, line := range strings.Split(smaps, "\n") {
		name, value, ok := strings.Cut(line, ":")
		switch {
		case !ok:
		case name == "Size":
			size = kib(value)
		case name == "Pss" && size >= uint64(mib)<<20/2: //nolint:gosec // MiB of a guest
			total += kib(value)
		}
	}
	return total
}

// fieldsOf reads lines "Name:  123 kB".
func fieldsOf(text string) map[string]uint64 {
	sizes := map[string]uint64{}
	for _, line := range strings.Split(text, "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			sizes[name] = kib(value)
		}
	}
	return sizes
}

// kib reads "  123 kB" in bytes; anything else is 0.
func kib(value string) uint64 {
	n, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// memoryGroup is the directory of the control group that counts a process's memory, if it is another one than ours; else "".
func memoryGroup(pid int) string {
	hierarchies, err := cgroup.Detect()
	if err != nil {
		return ""
	}
	text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cgroup")) //nolint:errcheck // it has ended: it is in none
	own, _ := os.ReadFile("/proc/self/cgroup")                                  //nolint:errcheck // there are none
	for _, h := range hierarchies {
		if !slices.Contains(h.Controllers, "memory") {
			continue
		}
		path, ours := groupPath(string(text), h), groupPath(string(own), h)
		if path == "" || path == ours {
			return ""
		}
		dir := filepath.Join(strings.TrimSuffix(h.Own, ours), path)
		if _, err := os.Stat(filepath.Join(dir, "memory.stat")); err == nil {
			return dir
		}
	}
	return ""
}

// groupPath is the path of a process's group in a hierarchy, out of its /proc/PID/cgroup. Source: cgroups(7).
func groupPath(text string, h cgroup.Hierarchy) string {
	for _, line := range strings.Split(text, "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 {
			continue
		}
		controllers := strings.Split(fields[1], ",")
		if h.Version == 2 && fields[1] == "" || h.Version == 1 && slices.Contains(controllers, "memory") {
			return fields[2]
		}
	}
	return ""
}

// readGroup reads both versions' files. Source: cgroup-v2.rst, memory.stat; cgroup-v1/memory.rst, 5.2.
func readGroup(dir string) GroupMemory {
	stat := map[string]uint64{}
	text, _ := os.ReadFile(filepath.Join(dir, "memory.stat")) //nolint:errcheck // it has just been removed
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, ok := strings.Cut(line, " "); ok {
			stat[name], _ = strconv.ParseUint(value, 10, 64) //nolint:errcheck // the kernel writes numbers
		}
	}
	if _, isV1 := stat["total_rss"]; isV1 {
		return GroupMemory{number(dir, "memory.usage_in_bytes"), stat["total_rss"], stat["total_cache"]}
	}
	return GroupMemory{number(dir, "memory.current"), stat["anon"], stat["file"]}
}

func (g *GroupMemory) add(more GroupMemory) {
	g.Bytes, g.AnonBytes, g.FileBytes = g.Bytes+more.Bytes, g.AnonBytes+more.AnonBytes, g.FileBytes+more.FileBytes
}

func number(dir, file string) uint64 {
	text, _ := os.ReadFile(filepath.Join(dir, file))                   //nolint:errcheck // 0
	n, _ := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64) //nolint:errcheck // 0
	return n
}
