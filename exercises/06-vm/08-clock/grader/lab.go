//go:build linux

package grader

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// setting is the file of a question about a sysctl. One that is to be tried is namespaced, since the given kernel at the latest: what is
// written there in a namespace of the fake host's can hurt nobody. The others are only opened for writing. That is refused to root of a
// user namespace, unless that is the machine's root by another name, whose files they are.
type setting struct {
	file         string
	try          bool
	major, minor int
}

var settings = map[string]setting{
	"hostname":     {"/proc/sys/kernel/hostname", true, 3, 0},
	"ip-forward":   {"/proc/sys/net/ipv4/ip_forward", true, 3, 0},
	"shmmax":       {"/proc/sys/kernel/shmmax", true, 3, 0},
	"msg-max":      {"/proc/sys/fs/mqueue/msg_max", true, 3, 0},
	"pid-max":      {"/proc/sys/kernel/pid_max", true, 6, 14},
	"swappiness":   {"/proc/sys/vm/swappiness", false, 0, 0},
	"file-max":     {"/proc/sys/fs/file-max", false, 0, 0},
	"core-pattern": {"/proc/sys/kernel/core_pattern", false, 0, 0},
}

func (s setting) name() string {
	return strings.ReplaceAll(strings.TrimPrefix(s.file, "/proc/sys/"), "/", ".")
}

// lab is a fake host, and containers in it that are made as they are needed.
type lab struct {
	*grade.Bench
	tool    string
	outside map[string]string // clocks of the fake host
	inside  map[string]string // of a container
	shifted map[string]string // of one with a time namespace, or an error
}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, tool: fakehost.Tools + "/" + probeName}
	must(os.Symlink("minibox", b.Path(l.tool)))
	return l
}

// measure is the right word, with what was seen.
func (l *lab) measure(name string) (key, evidence string) {
	if seen := machine[name]; seen != "" {
		return recorded[name], "recorded with QEMU and Linux 6.1:\n" + seen
	}
	if s, ok := settings[name]; ok {
		return l.setting(name, s)
	}
	return l.clock(name)
}

// run is the lines "NAME=WHAT" that the probe prints.
func (l *lab) run(args ...string) map[string]string {
	r := l.Run(append([]string{l.tool}, args...)...)
	grade.Prepared(r)
	found := map[string]string{}
	for _, line := range strings.Split(r.Stdout(), "\n") {
		if name, seen, ok := strings.Cut(line, "="); ok {
			found[name] = seen
		}
	}
	return found
}

func elsewhere(name, why string) (key, evidence string) {
	return recorded[name], why + "; recorded on Linux 6.18: " + recorded[name]
}

// setting writes to a file in new namespaces, and looks at it from the host; or finds that nobody but the machine's root may.
func (l *lab) setting(name string, s setting) (key, evidence string) {
	if major, minor := kernelVersion(); major < s.major || major == s.major && minor < s.minor {
		return elsewhere(name, fmt.Sprintf("this kernel is older than %d.%d", s.major, s.minor))
	}
	before := l.run("host", "read", s.file)["value"]
	in := l.run("container", "set", s.file, strconv.FormatBool(s.try))
	after := l.run("host", "read", s.file)["value"]
	switch {
	case in["error"] != "" && (s.try || in["before"] != before):
		return elsewhere(name, s.name()+" cannot be tried here: "+in["error"])
	case in["error"] != "":
		return "shared", s.name() + ": the same value inside\nopened for writing inside: " + in["error"]
	case !s.try:
		return elsewhere(name, s.name()+" may be written by root here, who is the machine's own")
	case in["after"] == in["before"]:
		return elsewhere(name, s.name()+" cannot be set to another value here")
	case after == before:
		return "own", s.name() + ": another value was set inside\non the host: as before"
	case after == in["after"]:
		return "shared", s.name() + ": set inside, and changed on the host"
	}
	return "", fmt.Sprintf("%s: %s inside, %s, then %s on the host", s.name(), in["after"], before, after)
}

// kernelVersion is that of the machine; 0 if it does not say it in the usual form.
func kernelVersion() (major, minor int) {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	must(err)
	fmt.Sscanf(string(release), "%d.%d", &major, &minor) //nolint:errcheck // 0.0 is older than any
	return major, minor
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// shift is by how many seconds the clocks of the time namespace are put forward.
const shift = 1_000_000

var clockNames = map[string]string{
	"uptime": "/proc/uptime", "boot-clock": "CLOCK_BOOTTIME", "monotonic": "CLOCK_MONOTONIC", "date": "CLOCK_REALTIME",
}

// clock compares a clock with the host's. A clock that nobody has put forward is behind by the time that passes between two looks.
func (l *lab) clock(name string) (key, evidence string) {
	if l.outside == nil {
		l.outside = l.run("host", "clocks")
		l.inside = l.run("container", "clocks")
		l.shifted = l.run("host", "shift", strconv.Itoa(shift))
	}
	there := l.shifted
	if name == "uptime" {
		there = l.inside
	} else if there["error"] != "" {
		return elsewhere(name, "no time namespace here: "+there["error"])
	}
	ahead := seconds(there[name]) - seconds(l.outside[name])
	switch {
	case ahead > shift-3600 && ahead < shift+3600:
		return "own", fmt.Sprintf("%s: put forward by %d seconds inside\nand that much ahead of the host's", clockNames[name], shift)
	case ahead < -3600 || ahead > 3600:
		return "", fmt.Sprintf("%s: %s inside, %s outside", name, there[name], l.outside[name])
	case name == "date":
		return "shared", clockNames[name] + ": the same inside and on the host\nto put it forward: " + there["refused"]
	}
	return "shared", clockNames[name] + ": the same inside and on the host"
}

func seconds(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	must(err)
	return f
}
