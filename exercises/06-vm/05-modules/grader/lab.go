//go:build linux

package grader

import (
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var prediction = grade.Prediction{IDs: "vm.modules", Questions: []grade.Question{
	grade.Ask("modules", "host", "own"),
	grade.Ask("load", "works", "eperm"),
	grade.Ask("log", "host", "own"),
	grade.Ask("disks", "host", "own"),
	grade.Ask("links", "host", "own"),
	grade.Ask("filesystems", "host", "own"),
	grade.Ask("newer", "works", "enosys"),
	grade.Ask("vm-modules", "host", "own"),
	grade.Ask("vm-log", "host", "own"),
	grade.Ask("vm-calls", "host", "own"),
	grade.Ask("vm-crash", "host", "machine"),
}}

// recorded was measured in a container on Linux 6.18, and what that kernel does not have or show, on Debian's Linux 6.1. There, root with
// all capabilities got another error than EPERM.
var recorded = map[string]string{
	"modules": "host", "load": "eperm", "log": "host", "disks": "host", "links": "own", "filesystems": "host", "newer": "enosys",
}

const machine = "recorded in QEMU (TCG, -m 256), with Debian's kernel\n"

var machines = map[string][2]string{
	"vm-modules": {"own", machine + "host:    no /proc/modules\nmachine: /proc/modules, 0 lines"},
	"vm-log": {"own", machine + "host:    Linux version 6.18.44\n" +
		"machine: Linux version 6.1.0-56-cloud-amd64 (debian-kernel)"},
	"vm-calls": {"own", machine + "system calls in the kernel's list of symbols\nhost:    446\nmachine: 432"},
	"vm-crash": {"machine", machine + "machine: Kernel panic - not syncing: sysrq triggered crash\nhost:    has not noticed, up as before"},
}

func fromRecord(name string) (key, evidence string) {
	if m, ok := machines[name]; ok {
		return m[0], m[1]
	}
	version := "6.18"
	if name == "modules" || name == "load" || name == "log" {
		version = "6.1"
	}
	return recorded[name], "recorded on Linux " + version + ": " + recorded[name]
}

// lab is what is told on the fake host, in a container on it, and once more on the fake host: the log loses its oldest messages.
type lab struct{ host, container, later map[string]string }

func newLab(b *grade.Bench) *lab {
	tool := fakehost.Tools + "/" + askName
	if err := os.Symlink("minibox", b.Path(tool)); err != nil {
		panic(err) // of the bench: no verdict
	}
	return &lab{tell(b, tool, "host"), tell(b, tool, "container"), tell(b, tool, "host")}
}

func tell(b *grade.Bench, tool, where string) map[string]string {
	r := b.Run(tool, where)
	grade.Prepared(r)
	told := map[string]string{}
	for _, line := range strings.Split(r.Stdout(), "\n") {
		if name, seen, ok := strings.Cut(line, "="); ok {
			told[name] = seen
		}
	}
	return told
}

func (l *lab) key(name string) (key, evidence string) {
	seen := l.container[name]
	switch {
	case machines[name] != [2]string{}:
		return fromRecord(name)
	case seen == "" || l.host[name] == "" || strings.HasPrefix(seen, refused):
		return fromRecord(name) // this kernel has none, or shows none
	case name == "links" && l.host[name] == "lo":
		return fromRecord(name) // nothing to tell them apart by
	case name == "load" || name == "newer":
		return seen, l.asked(name)
	case l.same(name):
		return "host", l.compared(name)
	}
	return "own", l.compared(name)
}

func (l *lab) same(name string) bool {
	return l.container[name] == l.host[name] || l.container[name] == l.later[name]
}

func (l *lab) asked(name string) string {
	return map[string]string{
		"load":  "init_module(2) of nothing, without CAP_SYS_MODULE: ",
		"newer": "a system call that this kernel does not have: ",
	}[name] + l.container[name]
}

// compared is evidence without what is another one on each machine.
func (l *lab) compared(name string) string {
	what := map[string]string{
		"modules": "/proc/modules", "log": "first message of the log", "filesystems": "/proc/filesystems",
		"disks": "/sys/block", "links": "/sys/class/net",
	}[name]
	if l.same(name) {
		return what + ": line for line the same as outside"
	}
	return fmt.Sprintf("%s\noutside:   %s\ncontainer: %s", what, l.host[name], l.container[name])
}
