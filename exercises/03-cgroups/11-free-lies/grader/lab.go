//go:build linux

package grader

import (
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var (
	whose = []string{"machine", "group"}
	yesNo = []string{"yes", "no"}
)

// In this order: from nproc-cpuset on the group has one processor.
var prediction = grade.Prediction{IDs: "cg.free-lies", Questions: []grade.Question{
	grade.Ask("free", whose...),
	grade.Ask("sysinfo", whose...),
	grade.Ask("nproc", whose...),
	grade.Ask("num-cpu", whose...),
	grade.Ask("nproc-cpuset", whose...),
	grade.Ask("cpuinfo", whose...),
	grade.Ask("ulimit", whose...),
	grade.Ask("reserve", yesNo...),
	grade.Ask("memory-max", whose...),
	grade.Ask("siblings", yesNo...),
}}

// measures do what the questions ask about, on this kernel, and return the right word with what was seen. needs are the
// controllers without which a question cannot be measured.
var measures = map[string]struct {
	needs   []string
	measure func(*lab) (key, evidence string)
}{
	"free":         {[]string{"memory"}, (*lab).free},
	"sysinfo":      {[]string{"memory"}, (*lab).sysinfo},
	"nproc":        {[]string{"cpu"}, func(l *lab) (string, string) { return l.processors("nproc", l.inside("run", "minibox", "nproc")) }},
	"num-cpu":      {[]string{"cpu"}, func(l *lab) (string, string) { return l.processors("NumCPU", l.inside("run", liesName, "-", "numcpu")) }},
	"nproc-cpuset": {[]string{"cpuset"}, func(l *lab) (string, string) { return l.processors("nproc", l.inside("run", "minibox", "nproc")) }},
	"cpuinfo":      {[]string{"cpuset"}, (*lab).cpuinfo},
	"ulimit":       {[]string{"pids"}, (*lab).ulimit},
	"reserve":      {[]string{"memory"}, (*lab).reserve},
	"memory-max":   {[]string{"memory"}, (*lab).memoryMax},
	"siblings":     {[]string{"memory"}, (*lab).siblings},
}

const (
	groupName   = "container"
	siblingName = "neighbour"
	limit       = 32 << 20
	threads     = 20
)

// lab is a fake host with a group that has the limits.
type lab struct {
	*grade.Bench
	dirs   []string // of the group, in the fake host
	memory fakehost.Tree
	view   []string // what the container sees mounted: the limit, then names
}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b}
	must(os.Symlink("minibox", b.Path(fakehost.Tools+"/"+liesName)))
	if tree, ok := l.limited("memory", values{"memory.max": limit, "memory.limit_in_bytes": limit}); ok {
		l.memory = tree
		must(os.Mkdir(b.Path(path.Join(tree.Point, siblingName)), 0o755))
	}
	l.limited("pids", values{"pids.max": threads})
	l.limited("cpu", values{"cpu.max": "50000 100000", "cpu.cfs_quota_us": 50000})
	return l
}

func (l *lab) close() {
	for _, dir := range append(l.dirs, path.Join(l.memory.Point, siblingName)) {
		os.Remove(l.Path(dir)) //nolint:errcheck // the groups of the fake host go with it
	}
}

// values are of files of both versions; only those that are there are written.
type values map[string]any

// limited sets limits of one controller; false if the machine does not give it.
func (l *lab) limited(controller string, limits values) (fakehost.Tree, bool) {
	tree, ok := l.Host.Tree(controller)
	if !ok {
		return tree, false
	}
	dir := path.Join(tree.Point, groupName)
	if !slices.Contains(l.dirs, dir) {
		l.dirs = append(l.dirs, dir)
		must(os.Mkdir(l.Path(dir), 0o755))
	}
	written := 0
	for file, value := range limits {
		if _, err := os.Stat(l.Path(path.Join(dir, file))); err == nil {
			must(os.WriteFile(l.Path(path.Join(dir, file)), []byte(fmt.Sprint(value)), 0))
			written++
		}
	}
	if written == 0 {
		must(errors.New(dir + " has no file to limit " + controller + " with"))
	}
	return tree, true
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

func (l *lab) key(name string) (key, evidence string) {
	m := measures[name]
	if slices.Contains(m.needs, "cpuset") {
		l.oneProcessor()
	}
	if why := l.lacks(m.needs); why != "" {
		return recorded[name], why + "; recorded on Linux 6.18: " + recorded[name]
	}
	return m.measure(l)
}

// lacks is why a question cannot be measured on this machine, or "".
func (l *lab) lacks(needs []string) string {
	for _, controller := range needs {
		if _, ok := l.Host.Tree(controller); !ok {
			return "no group with the controller " + controller + " here"
		}
		if controller != "memory" && controller != "pids" && runtime.NumCPU() < 2 {
			return "one processor here"
		}
	}
	return ""
}

// oneProcessor leaves the group the first processor of those that there are. On version 1 a new cpuset is empty.
func (l *lab) oneProcessor() {
	tree, ok := l.Host.Tree("cpuset")
	if !ok {
		return
	}
	top := l.Path(tree.Point)
	if tree.Version == 2 {
		l.limited("cpuset", values{"cpuset.cpus": firstOf(top + "/cpuset.cpus.effective")})
		return
	}
	l.limited("cpuset", values{"cpuset.mems": firstOf(top + "/cpuset.mems"), "cpuset.cpus": firstOf(top + "/cpuset.cpus")})
}

// firstOf reads a list such as "0-3,8".
func firstOf(file string) string {
	text, err := os.ReadFile(file)
	must(err)
	end := strings.IndexFunc(string(text), func(r rune) bool { return r < '0' || r > '9' })
	return string(text)[:max(end, 0)]
}

// inside runs an act of lies.go in the group and returns what it prints; the bench does not go on without.
func (l *lab) inside(act ...string) string {
	r := l.Run(append([]string{fakehost.Tools + "/" + liesName, strings.Join(l.dirs, ",")}, act...)...)
	grade.Prepared(r)
	return strings.TrimSpace(r.Stdout())
}

func machineMemory() int {
	text, err := os.ReadFile("/proc/meminfo")
	must(err)
	var kilobytes int
	_, err = fmt.Sscanf(string(text), "MemTotal: %d", &kilobytes)
	must(err)
	return kilobytes
}

// total compares kilobytes that were told inside with those of the machine.
func (l *lab) total(who string, kilobytes int) (key, evidence string) {
	evidence = fmt.Sprintf("%s: %d kB; the limit: %d MiB", who, kilobytes, limit>>20)
	switch kilobytes {
	case limit >> 10:
		return "group", evidence
	case machineMemory():
		return "machine", evidence
	}
	return "", evidence
}

func (l *lab) free() (key, evidence string) {
	said := l.inside("run", "minibox", "free", "-k")
	_, mem, _ := strings.Cut(said, "Mem:")
	var kilobytes int
	fmt.Sscan(mem, &kilobytes) //nolint:errcheck // 0 is no answer
	return l.total("free", kilobytes)
}

func (l *lab) sysinfo() (key, evidence string) {
	kilobytes, _ := strconv.Atoi(l.inside("sysinfo")) //nolint:errcheck // 0 is no answer
	return l.total("sysinfo", kilobytes)
}

// processors compares a number with that of the machine, as it is outside the group.
func (l *lab) processors(who, said string) (key, evidence string) {
	n, _ := strconv.Atoi(said) //nolint:errcheck // 0 is no answer
	r := l.Run(grade.Own("nproc")...)
	outside, _ := strconv.Atoi(strings.TrimSpace(r.Stdout())) //nolint:errcheck // as above
	switch {
	case n == outside && n > 1:
		return "machine", who + ": as many as outside the group"
	case n == 1:
		return "group", who + ": 1, and more outside the group"
	}
	return "", fmt.Sprintf("%s: %s, outside %d", who, said, outside)
}

func (l *lab) cpuinfo() (key, evidence string) {
	outside := strings.TrimSpace(l.Run(grade.Own("grep", "-c", "^processor", "/proc/cpuinfo")...).Stdout())
	inside := l.inside("run", "minibox", "grep", "-c", "^processor", "/proc/cpuinfo")
	switch {
	case inside == outside && inside != "1":
		return "machine", "grep -c ^processor /proc/cpuinfo: as many as outside"
	case inside == "1":
		return "group", "grep -c ^processor /proc/cpuinfo: 1, and more outside"
	}
	return "", fmt.Sprintf("processors in /proc/cpuinfo: %s, outside %s", inside, outside)
}

func (l *lab) ulimit() (key, evidence string) {
	outside := strings.TrimSpace(l.Run(grade.Own("sh", "-c", "ulimit -u")...).Stdout())
	inside := l.inside("run", "sh", "-c", "ulimit -u")
	switch inside {
	case strconv.Itoa(threads):
		return "group", "ulimit -u: " + inside
	case outside:
		return "machine", fmt.Sprintf("ulimit -u: as outside; pids.max: %d", threads)
	}
	return "", fmt.Sprintf("ulimit -u: %q, outside %q", inside, outside)
}

func (l *lab) reserve() (key, evidence string) {
	said := l.inside("reserve", strconv.Itoa(4*limit))
	if said == "got" {
		return "yes", fmt.Sprintf("mmap of %d MiB: succeeded; the limit: %d MiB", 4*limit>>20, limit>>20)
	}
	return "no", "mmap: " + said
}

// mounted looks into the tree of the memory controller as a container with a cgroup namespace has it.
func (l *lab) mounted() []string {
	if l.view == nil {
		l.view = strings.Fields(l.inside("view", strconv.Itoa(l.memory.Version), strings.Join(l.memory.Controllers, ",")))
	}
	return l.view
}

func (l *lab) memoryMax() (key, evidence string) {
	seen := l.mounted()
	if len(seen) == 0 {
		return "", "nothing was mounted"
	}
	if seen[0] == strconv.Itoa(limit) {
		return "group", "at the top of the mount: " + seen[0]
	}
	return "machine", "at the top of the mount: " + seen[0]
}

// siblings looks for a group that is there, beside the container's.
func (l *lab) siblings() (key, evidence string) {
	seen := l.mounted()
	if l.Lstat(path.Join(l.memory.Point, siblingName)) == nil || len(seen) == 0 {
		return "", "no neighbour to see"
	}
	if slices.Contains(seen, siblingName) {
		return "yes", "ls: " + siblingName
	}
	return "no", fmt.Sprintf("ls outside: %s, %s; inside neither", groupName, siblingName)
}
