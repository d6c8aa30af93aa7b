//go:build linux

package grader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// ids are those that are asked for.
type ids struct{ uid, gid int }

func (i ids) String() string { return fmt.Sprintf("%d:%d", i.uid, i.gid) }

func (i ids) areUser(p fakehost.Process) bool { return all(p.Status("Uid"), i.uid) }

// all tells whether each of the four ids of a status line is the one.
func all(field string, id int) bool {
	want := fmt.Sprint(id)
	return len(strings.Fields(field)) == 4 && !slices.ContainsFunc(strings.Fields(field), func(one string) bool { return one != want })
}

func mixed(field string) bool {
	fields := strings.Fields(field)
	return len(slices.Compact(fields)) > 1
}

// line is a line of /proc/PID/status, its tabs as blanks.
func line(p fakehost.Process, field string) string {
	return strings.TrimSpace(field + ": " + strings.Join(strings.Fields(p.Status(field)), " "))
}

// sets are the capabilities that a process has or can pass on, without the bounding set.
var sets = []string{"CapPrm", "CapEff", "CapInh", "CapAmb"}

// wrongCredentials is the root-most thing that is left of root. What depends on what: the uid
// carries the right to change the rest.
func wrongCredentials(p fakehost.Process, want ids, said string) (f grade.Finding, wrong bool) {
	uid, gid := p.Status("Uid"), p.Status("Gid")
	ids := line(p, "Uid") + ", " + line(p, "Gid")
	fail := func(what, seen string, args ...string) (grade.Finding, bool) {
		return grade.Failed("chroot.drop-root."+what, seen+said, args...), true
	}
	switch {
	case all(uid, 0):
		return fail("still-root", ids, fmt.Sprint(want.uid))
	case mixed(uid):
		return fail("saved-ids", ids, want.String())
	case all(gid, 0):
		return fail("uid-first", ids, fmt.Sprint(want.gid))
	case mixed(gid):
		return fail("saved-ids", ids, want.String())
	case !all(uid, want.uid) || !all(gid, want.gid):
		return fail("wrong-ids", ids, fmt.Sprint(want.uid), fmt.Sprint(want.gid))
	}
	// The own group once more among the others opens nothing.
	for _, group := range strings.Fields(p.Status("Groups")) {
		if group != fmt.Sprint(want.gid) {
			return fail("groups-kept", line(p, "Groups"))
		}
	}
	for _, set := range sets {
		if !empty(p, set) {
			return fail("caps-kept", line(p, set), set)
		}
	}
	if !empty(p, "CapBnd") {
		return fail("bounding-set", line(p, "CapBnd"))
	}
	return f, false
}

// empty tells whether a set of capabilities has no bit set.
func empty(p fakehost.Process, set string) bool {
	return strings.Trim(p.Status(set), "0") == ""
}
