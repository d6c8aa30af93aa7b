// Package lessons is the course's table of contents: which lesson introduces which
// package of the runtime. What it claims is checked by package ladder, from the
// test beside this file and from workshop verify.
package lessons

import "fmt"

// Lesson is one week. Where Written is false its folder does not exist yet.
type Lesson struct {
	Number  int
	Topic   string
	Written bool
}

// Slug is the lesson's folder under lessons/, exercises/ and solutions/.
func (l Lesson) Slug() string { return fmt.Sprintf("%02d-%s", l.Number, l.Topic) }

// All is the course in order.
var All = []Lesson{
	{Number: 1, Topic: "chroot", Written: true},
	{Number: 2, Topic: "namespaces", Written: true},
	{Number: 3, Topic: "cgroups", Written: true},
	{Number: 4, Topic: "images", Written: true},
	{Number: 5, Topic: "network", Written: true},
	{Number: 6, Topic: "vm", Written: true},
	{Number: 7, Topic: "runtime"},
}

// Find returns the lesson that a person names: 1, 01 or 01-chroot.
func Find(name string) (Lesson, bool) {
	for _, l := range All {
		if name == l.Slug() || name == fmt.Sprint(l.Number) || name == fmt.Sprintf("%02d", l.Number) {
			return l, true
		}
	}
	return Lesson{}, false
}

// Tools stands in Packages for what no lesson teaches: it serves tests and readers.
const Tools = 0

// Packages gives each package below minicontainer/ the number of the lesson that
// introduces it, or Tools. "." is minicontainer itself, the guided tour.
var Packages = map[string]int{
	".":                    Tools,
	"audit":                Tools,
	"base":                 1,
	"base/applet":          1,
	"base/cells":           1,
	"base/edit":            1,
	"base/edit/ptytest":    Tools,
	"base/shell":           1,
	"base/shell/expand":    1,
	"cgroup":               3,
	"confine":              7,
	"process":              7,
	"oci/lifecycle":        7,
	"confine/seccomp":      7,
	"build":                4,
	"image":                4,
	"layer":                4,
	"registry":             4,
	"volume":               4,
	"engine":               7,
	"event":                7,
	"mount":                1,
	"namespace":            2,
	"network":              5,
	"network/chart":        5,
	"network/firewall":     5,
	"network/names":        5,
	"oci":                  7,
	"plan":                 1,
	"record":               7,
	"rootfs":               1,
	"sandbox":              1,
	"shim":                 7,
	"syscalls":             1,
	"testenv":              Tools,
	"testenv/registrytest": Tools,
	"testenv/treediff":     Tools,
	"testenv/vmtest":       Tools,
	"vm":                   6,
	"vm/debian":            6,
	"vm/ext4":              6,
	"vm/kvm":               6,
	"vm/machine":           6,
	"vm/tree":              6,
	"compare":              6,
	"compare/page":         6,
	"compare/probe":        6,
	"compare/sample":       6,
	"vm/guest":             6,
}
