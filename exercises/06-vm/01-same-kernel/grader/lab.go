//go:build linux

package grader

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a fake host, and a container in it that was started twice.
type lab struct {
	*grade.Bench
	groups        []string
	host          told
	first, second told
	took          time.Duration // at most that long did the second one run
	lacks         map[string]string
	foreign       elf.Machine
}

// told is what BOX prints.
type told map[string]string

const limit = 32 << 20

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, lacks: map[string]string{}}
	must(os.Symlink("minibox", b.Path(fakehost.Tools+"/"+boxName)))
	l.limited("memory", map[string]string{"memory.max": strconv.Itoa(limit), "memory.limit_in_bytes": strconv.Itoa(limit)})
	l.limited("cpu", map[string]string{"cpu.max": "50000 100000", "cpu.cfs_quota_us": "50000"})
	root := b.BaseRoot("container")
	l.plantForeign(root)
	l.host = l.tell("host")
	l.first = l.tell("run", strings.Join(l.groups, ","), root)
	began := time.Now()
	l.second = l.tell("run", strings.Join(l.groups, ","), root)
	l.took = time.Since(began)
	return l
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// limited sets limits of one controller; only the files of the machine's version are there.
func (l *lab) limited(controller string, limits map[string]string) {
	tree, ok := l.Host.Tree(controller)
	if !ok {
		l.lacks[controller] = "no group with the controller " + controller + " here"
		return
	}
	dir := path.Join(tree.Point, "container")
	if !slices.Contains(l.groups, dir) {
		l.groups = append(l.groups, dir)
		must(os.Mkdir(l.Path(dir), 0o755))
	}
	written := 0
	for file, value := range limits {
		if _, err := os.Stat(l.Path(path.Join(dir, file))); err == nil {
			must(os.WriteFile(l.Path(path.Join(dir, file)), []byte(value), 0))
			written++
		}
	}
	if written == 0 {
		must(errors.New(dir + " has no file to limit " + controller + " with"))
	}
}

// foreigners are processors; the last is one that nobody emulates for single programs.
var foreigners = map[string][]elf.Machine{"amd64": {elf.EM_AARCH64, elf.EM_IA_64}, "arm64": {elf.EM_X86_64, elf.EM_IA_64}}

// plantForeign copies a program of the image that runs here, and changes the two bytes that say for which processor it is.
func (l *lab) plantForeign(root string) {
	l.foreign = elf.EM_IA_64
	if others := foreigners[runtime.GOARCH]; others != nil && !emulates() {
		l.foreign = others[0]
	}
	program, err := os.ReadFile(l.Path(root + "/bin/minibox"))
	must(err)
	const machineAt = 18 // e_machine; all of our machines are little-endian. Source: elf(5)
	binary.LittleEndian.PutUint16(program[machineAt:], uint16(l.foreign))
	must(os.WriteFile(l.Path(root+foreignFile), program, 0o755))
}

// emulates tells whether emulators are registered with the kernel, as Docker Desktop does. Source: binfmt-misc.rst
func emulates() bool {
	entries, err := os.ReadDir("/proc/sys/fs/binfmt_misc")
	return err == nil && len(entries) > 2 // besides register and status
}

func (l *lab) tell(args ...string) told {
	r := l.Run(append([]string{fakehost.Tools + "/" + boxName}, args...)...)
	grade.Prepared(r)
	t := told{}
	for _, line := range strings.Split(r.Stdout(), "\n") {
		if name, seen, ok := strings.Cut(line, "="); ok {
			t[name] = seen
		}
	}
	return t
}

// key is the right word for a question, with what was seen.
func (l *lab) key(name string) (key, evidence string) {
	switch name {
	case "boot-id":
		return l.sameAs("boot-id", "own")
	case "release":
		return l.sameAs("release", "image")
	case "restart":
		evidence = "first:  " + l.first["boot-id"] + "\nsecond: " + l.second["boot-id"]
		if l.first["boot-id"] == l.second["boot-id"] {
			return "same", evidence
		}
		return "other", evidence
	case "uptime", "age":
		return l.times(name)
	case "memory":
		return l.memory()
	case "processors":
		return l.processors()
	case "foreign":
		return l.execs()
	}
	return fromRecord(name)
}

// sameAs compares what the container is told with what the host is told.
func (l *lab) sameAs(name, own string) (key, evidence string) {
	evidence = "host:      " + l.host[name] + "\ncontainer: " + l.second[name]
	if l.host[name] == l.second[name] {
		return "host", evidence
	}
	return own, evidence
}

const ticks = 100 // a second, in what the kernel tells programs. Source: proc_pid_stat(5), sysconf(_SC_CLK_TCK)

// times compares with how long the container can have been there.
func (l *lab) times(name string) (key, evidence string) {
	up, _, _ := strings.Cut(l.second["uptime"], " ")
	uptime, err := strconv.ParseFloat(up, 64)
	must(err)
	_, rest, _ := strings.Cut(l.second["first"], ") ") // fields are counted from 3 here: the name may hold anything
	fields := strings.Fields(rest)
	const startTime = 22 - 3
	started, err := strconv.ParseFloat(fields[startTime], 64)
	must(err)
	const roughly = 0.1
	longest := l.took.Seconds() + roughly
	if uptime <= longest {
		return fromRecord(name) // the host itself has just started
	}
	evidence = fmt.Sprintf("uptime %.2f s, start-time %.2f s\nthe judge has started it %.2f s ago",
		uptime, uptime-started/ticks, l.took.Seconds())
	if name == "uptime" {
		return "host", evidence
	}
	if age := uptime - started/ticks; age < -roughly || age > longest {
		return "", evidence
	}
	return "start-time", evidence
}

func (l *lab) memory() (key, evidence string) {
	if why := l.lacks["memory"]; why != "" {
		return recorded["memory"], why + "; recorded on Linux 6.18: " + recorded["memory"]
	}
	evidence = fmt.Sprintf("host:      %s\ncontainer: %s\nlimit:     %d kB", squeeze(l.host["memory"]), squeeze(l.second["memory"]), limit>>10)
	switch squeeze(l.second["memory"]) {
	case squeeze(l.host["memory"]):
		return "host", evidence
	case fmt.Sprintf("MemTotal: %d kB", limit>>10):
		return "limit", evidence
	}
	return "", evidence
}

func squeeze(line string) string { return strings.Join(strings.Fields(line), " ") }

func (l *lab) processors() (key, evidence string) {
	why := l.lacks["cpu"]
	if l.host["processors"] == "1" {
		why = "one processor here"
	}
	if why != "" {
		return recorded["processors"], why + "; recorded on Linux 6.18: " + recorded["processors"]
	}
	evidence = fmt.Sprintf("processors, host:      %s\nprocessors, container: %s", l.host["processors"], l.second["processors"])
	switch l.second["processors"] {
	case l.host["processors"]:
		return "host", evidence
	case "1":
		return "limit", evidence
	}
	return "", evidence
}

func (l *lab) execs() (key, evidence string) {
	evidence = fmt.Sprintf("e_machine = %d (%s): %s", l.foreign, strings.TrimPrefix(l.foreign.String(), "EM_"), l.second["foreign"])
	if l.second["native"] != "runs" {
		return "", "a program of this machine: " + l.second["native"]
	}
	return l.second["foreign"], evidence + "\nthe same file before e_machine was changed: runs"
}
