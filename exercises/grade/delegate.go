//go:build linux

// Control groups for a fake host of its own: see package fakehost, groups.go.
//
// The parent of the judge is root of the machine, or as good as that. In every hierarchy it makes
//
//	CAGE           limited, where the fence limits; root's
//	└── host       belongs to the root of the fake host, who may make and fill groups below it
//	    └── shell  version 2 only: where the fake host's processes are
//
// and hands the judge cgroup.procs of each, open for writing. Whoever runs inside can change
// neither CAGE nor what is beside it. Source: cgroup-v2.rst, "Delegation"; cgroups(7).

package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

// loan is the groups of one check. Its methods do nothing for nil.
type loan struct {
	trees []fakehost.Tree
	cages []string   // a directory in each tree
	procs []*os.File // of where the fake host's processes are, one for each tree
	top   *os.File   // of the top of version 2, nil if there is none
}

const lentName = "host"

// handed are the controllers that nobody handed down before, as "FILE\n-NAME": of all checks, as the group above theirs
// is the same, and the last one of them takes them back. It is locked while groups are made.
var handed struct {
	sync.Mutex
	made []string
}

// owner is who root of the judge is on the machine.
type owner struct{ uid, gid int }

func (m idMaps) owner() owner { return owner{m.uids[0].HostID, m.gids[0].HostID} }

// lend makes the groups, in the cage where it is. Hierarchies that may not be written are left out.
func (c *cage) lend(to owner) error {
	hierarchies, err := cgroup.Detect()
	if err != nil {
		return err
	}
	c.lent = &loan{}
	handed.Lock()
	defer handed.Unlock()
	name := filepath.Base(filepath.Dir(c.procs[0].Name()))
	for _, h := range hierarchies {
		err := c.lent.add(h, c.in(h, name), to)
		if err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, unix.EROFS) {
			return fmt.Errorf("lend control groups: %w", err)
		}
	}
	return nil
}

// in is the cage's directory in a hierarchy, made or not.
func (c *cage) in(h cgroup.Hierarchy, name string) string {
	for _, f := range c.procs {
		if dir := filepath.Dir(f.Name()); strings.HasPrefix(dir, h.Point+"/") {
			return dir
		}
	}
	return filepath.Join(parentIn(h), name)
}

// parentIn is where a group is made in a hierarchy in which the cage has none: of version 2 the top that we see, as
// a group with processes could hand nothing down.
func parentIn(h cgroup.Hierarchy) string {
	if h.Version == 2 && unix.Access(h.Point, unix.W_OK) == nil {
		return h.Point
	}
	return h.Own
}

func (l *loan) add(h cgroup.Hierarchy, cage string, to owner) error {
	if err := makeGroup(cage); err != nil {
		return err
	}
	l.cages = append(l.cages, cage)
	host := filepath.Join(cage, lentName)
	place := host
	if h.Version == 2 {
		handDown(filepath.Dir(cage))
		handDown(cage)
		// The watchdog sees too many sooner, where it can; this holds also where it cannot.
		os.WriteFile(filepath.Join(cage, "cgroup.max.descendants"), []byte(strconv.Itoa(2*fakehost.MaxGroups)), 0) //nolint:errcheck // Linux 4.14
		place = filepath.Join(host, fakehost.Leaf)
	}
	for _, dir := range slices.Compact([]string{host, place}) {
		if err := errors.Join(makeGroup(dir), giveGroup(dir, to)); err != nil {
			return err
		}
	}
	procs, err := os.OpenFile(filepath.Join(place, "cgroup.procs"), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	l.procs = append(l.procs, procs)
	if h.Version == 2 {
		if l.top, err = os.OpenFile(filepath.Join(host, "cgroup.procs"), os.O_WRONLY, 0); err != nil {
			return err
		}
	}
	l.trees = append(l.trees, fakehost.Tree{Version: h.Version, Controllers: h.Controllers, Point: pointOf(h)})
	return nil
}

// pointOf is where the fake host mounts a hierarchy: where the machine does, if that is the usual place.
func pointOf(h cgroup.Hierarchy) string {
	const usual = "/sys/fs/cgroup"
	if h.Point == usual || strings.HasPrefix(h.Point, usual+"/") {
		return h.Point
	}
	if h.Version == 2 {
		return usual + "/unified"
	}
	return filepath.Join(usual, strings.TrimPrefix(strings.Join(h.Controllers, ","), "name="))
}

// makeGroup makes a group that may be there already. One of cpuset holds nobody before it has processors.
func makeGroup(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		above, err := os.ReadFile(filepath.Join(filepath.Dir(dir), file))
		if own := wordsOf(filepath.Join(dir, file)); err != nil || len(own) > 0 || strings.TrimSpace(string(above)) == "" {
			continue // no cpuset's, or it has some
		}
		if err := os.WriteFile(filepath.Join(dir, file), above, 0); err != nil {
			return err
		}
	}
	return nil
}

// giveGroup lets another user make groups in this one and put processes there; its limits stay ours.
func giveGroup(dir string, to owner) error {
	for _, file := range []string{".", "cgroup.procs", "tasks", "cgroup.threads", "cgroup.subtree_control"} {
		err := os.Chown(filepath.Join(dir, file), to.uid, to.gid)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// handDown has a group of version 2 hand down what it has. What cannot be handed down is not needed by every
// exercise; one that needs it, looks.
func handDown(dir string) {
	control := filepath.Join(dir, "cgroup.subtree_control")
	already := wordsOf(control)
	for _, controller := range wordsOf(filepath.Join(dir, "cgroup.controllers")) {
		if !slices.Contains(already, controller) && os.WriteFile(control, []byte("+"+controller), 0) == nil {
			handed.made = append(handed.made, control+"\n-"+controller)
		}
	}
}

func wordsOf(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}

// leftLoan are the groups of a check that was killed.
func leftLoan(name string) (*loan, error) {
	hierarchies, err := cgroup.Detect()
	l := &loan{}
	for _, h := range hierarchies {
		for _, dir := range []string{filepath.Join(parentIn(h), name), filepath.Join(h.Own, name)} {
			if _, err := os.Stat(dir); err == nil {
				l.cages = append(l.cages, dir)
			}
		}
	}
	return l, err
}

// files are what the judge finds open: one for each tree, and the top of version 2.
func (l *loan) files() []*os.File {
	if l.top == nil {
		return l.procs
	}
	return append(slices.Clone(l.procs), l.top)
}

// thaw lets go what an answer has frozen: in version 1 nothing frozen can be killed.
func (l *loan) thaw() error {
	return l.each(cgroup.ThawAt, func(int, string) {})
}

// remove takes the groups away; there are no processes in them any more.
func (l *loan) remove() error {
	if l == nil {
		return nil
	}
	for _, f := range l.files() {
		f.Close()
	}
	defer takeBack()
	return l.removeAll()
}

// takeBack ends the handing down to groups that are gone.
func takeBack() {
	handed.Lock()
	defer handed.Unlock()
	slices.Reverse(handed.made) // those further down first
	handed.made = slices.DeleteFunc(handed.made, func(made string) bool {
		file, word, _ := strings.Cut(made, "\n")
		below, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*", "cgroup.procs"))
		if err != nil || len(below) > 0 {
			return false
		}
		os.WriteFile(file, []byte(word), 0) //nolint:errcheck // somebody else uses it by now
		return true
	})
	slices.Reverse(handed.made)
}

// removeAll removes all groups, and has patience once: who is not gone then, of all that were killed, will not go.
func (l *loan) removeAll() error {
	deadline := time.Now().Add(patience)
	var failed error
	walked := l.each(func(int) {}, func(parent int, name string) {
		if err := cgroup.RemoveBy(deadline, parent, name); failed == nil {
			failed = err
		}
	})
	return errors.Join(failed, walked)
}

// each visits every group, see cgroup.Walk.
func (l *loan) each(enter func(group int), leave func(parent int, name string)) error {
	if l == nil {
		return nil
	}
	var failed []error
	for _, cage := range l.cages {
		if err := cgroup.Walk(cage, enter, leave); !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// patience is for those who were killed: they stay in their group until they have ended.
const patience = 5 * time.Second

// removeGroup waits a little.
func removeGroup(dir string) error {
	return cgroup.RemoveBy(time.Now().Add(patience), unix.AT_FDCWD, dir)
}
