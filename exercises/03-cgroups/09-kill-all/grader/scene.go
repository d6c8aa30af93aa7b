//go:build linux

package grader

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// many are those that a forker is behind, in the list of a group: who kills one after the other comes to it late.
const many = 40

// scene is a group that is to be emptied.
type scene struct {
	*grade.Bench
	tree    fakehost.Tree
	group   string // as /proc/PID/cgroup names it in the fake host
	before  []int  // its processes, when the answer was started
	program *fakehost.Running
	slow    bool
	crowds  []*fakehost.Running
}

func newScene(b *grade.Bench, tree fakehost.Tree) *scene {
	s := &scene{Bench: b, tree: tree, group: "/box-" + b.Token()}
	if b.Lstat(fakehost.Tools+"/"+crowdName) == nil {
		must(os.Symlink("minibox", b.Path(fakehost.Tools+"/"+crowdName)))
	}
	return s
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

func (s *scene) dir(group string) string { return path.Join(s.tree.Point, group) }

func (s *scene) make(group string) { must(os.MkdirAll(s.Path(s.dir(group)), 0o755)) }

// crowd fills a group: see crowd.go. It returns how many there are.
func (s *scene) crowd(group string, sleepers, forkers int) int {
	s.make(group)
	r := s.Start(fakehost.Command{Args: []string{
		fakehost.Tools + "/" + crowdName, s.dir(group), strconv.Itoa(sleepers), strconv.Itoa(forkers),
	}})
	s.crowds = append(s.crowds, r)
	if !s.Until(func() bool { return r.Stdout() == "ready\n" || r.Ended() }) || r.Ended() {
		panic("crowd: " + grade.Said(r)) // of the bench: no verdict
	}
	return sleepers + forkers
}

// control is the file that freezes, and its two words.
func (s *scene) control() (file, frozen, thawed string) {
	if s.tree.Version == 2 {
		return "cgroup.freeze", "1", "0"
	}
	return "freezer.state", "FROZEN", "THAWED"
}

// setFrozen freezes a group, or lets it go.
func (s *scene) setFrozen(group string, on bool) {
	file, word, thawed := s.control()
	if !on {
		word = thawed
	}
	name := s.Path(path.Join(s.dir(group), file))
	must(os.WriteFile(name, []byte(word), 0))
	if !s.Until(func() bool { return s.state(group) == word }) {
		panic(name + " does not become " + word) // as above
	}
}

// state is what the freezer's file of a group says.
func (s *scene) state(group string) string {
	file, _, _ := s.control()
	state, _ := s.GroupFile(s.tree, group, file)
	return state
}

// run starts the answer and waits for its end.
func (s *scene) run() {
	s.before = s.processes(s.group)
	s.program = s.Start(fakehost.Command{Args: []string{grade.Program, s.dir(s.group)}})
	s.Show("exercises/03-cgroups/09-kill-all GROUP")
	s.slow = !s.Settled(s.program)
	s.program.Kill()
}

// processes are those of a group and of all below it.
func (s *scene) processes(group string) []int {
	var pids []int
	filepath.WalkDir(s.Path(s.dir(group)), func(path string, d fs.DirEntry, err error) error { //nolint:errcheck // what is gone holds nobody
		if err != nil || !d.IsDir() {
			return nil
		}
		text, _ := os.ReadFile(filepath.Join(path, "cgroup.procs")) //nolint:errcheck // as above
		for _, word := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(word); err == nil {
				pids = append(pids, pid)
			}
		}
		return nil
	})
	return pids
}

// verdict looks for who is left, once the answer has ended. Who has been killed takes a moment.
func (s *scene) verdict() grade.Finding {
	const killed = 137
	_, frozen, thawed := s.control()
	state := s.state(s.group)
	if s.program.Status() == killed && s.program.Stderr() == "" && !s.slow {
		return grade.Failed("cg.kill-all.itself", "the program was ended by signal 9")
	}
	if s.Lstat(s.dir(s.group)) == nil {
		return grade.Failed("cg.kill-all.gone", "there is no directory GROUP")
	}
	if state != thawed {
		return grade.Failed("cg.kill-all.frozen", "the group is frozen", frozen)
	}
	var left []int
	empty := s.Soon(func() bool { left = s.processes(s.group); return len(left) == 0 })
	switch {
	case !empty:
		return s.survivors(left)
	case s.slow:
		return grade.TooSlow()
	case s.program.Status() != 0:
		return grade.Failed("cg.kill-all.error", "nobody is left in the group\n"+grade.Ending(s.program))
	}
	return grade.Passed("")
}

// survivors tells what is common to those who are left.
func (s *scene) survivors(left []int) grade.Finding {
	old := slices.ContainsFunc(left, func(pid int) bool { return slices.Contains(s.before, pid) })
	top, _ := s.GroupFile(s.tree, s.group, "cgroup.procs")
	switch {
	case top == "":
		return grade.Failed("cg.kill-all.below", "cgroup.procs of GROUP is empty\ncgroup.procs of GROUP/inner/deeper is not")
	case old:
		seen := fmt.Sprintf("still in the group: %d of %d processes", s.count(left), len(s.before))
		switch {
		case s.slow:
			seen += "\nyour program was still running, and was stopped"
		case s.program.Status() != 0:
			seen += "\n" + grade.Ending(s.program)
		}
		return grade.Failed("cg.kill-all.left", seen)
	}
	return grade.Failed("cg.kill-all.forked", "gone from cgroup.procs of GROUP: all that were there\nin it now: processes that were not there before")
}

func (s *scene) count(left []int) (old int) {
	for _, pid := range left {
		if slices.Contains(s.before, pid) {
			old++
		}
	}
	return old
}

// close ends the crowds and lets the next scene begin with nobody. Those who gathered a crowd go last: it is they who
// leave no zombies.
func (s *scene) close() {
	for _, group := range []string{s.group, s.group + "2"} {
		if s.Lstat(s.dir(group)) == nil {
			continue
		}
		s.setFrozen(group, true)
		for _, pid := range s.processes(group) {
			unix.Kill(pid, unix.SIGKILL) //nolint:errcheck // it may have ended
		}
		s.setFrozen(group, false)
		s.Until(func() bool { return len(s.processes(group)) == 0 })
	}
	for _, r := range s.crowds {
		r.Kill()
	}
	s.Host.EndAll()
}
