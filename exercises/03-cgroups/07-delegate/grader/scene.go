//go:build linux

package grader

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// below is the new group.
const below = "box/inner"

// scene is a group that has the controller.
type scene struct {
	*grade.Bench
	tree       fakehost.Tree
	controller string
	top        string // as /proc/PID/cgroup names it in the fake host
	inside     *[]inhabitant
}

// inhabitant is a process that was there before.
type inhabitant struct {
	run   *fakehost.Running
	group string
}

func newScene(b *grade.Bench, tree fakehost.Tree, controller string) scene {
	s := scene{Bench: b, tree: tree, controller: controller, top: "/top-" + b.Token(), inside: &[]inhabitant{}}
	s.make(s.top)
	b.Show("exercises/03-cgroups/07-delegate TOP box/inner CONTROLLER")
	return s
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

func (s scene) dir(group string) string { return path.Join(s.tree.Point, group) }

func (s scene) make(group string) { must(os.Mkdir(s.Path(s.dir(group)), 0o755)) }

// inhabit puts a process into a group.
func (s scene) inhabit(group string) {
	sentinel := s.Sentinel()
	line := fmt.Sprintf("echo 0 >%s/cgroup.procs && exec %s", s.dir(group), strings.Join(sentinel, " "))
	r := s.Start(fakehost.Command{Args: grade.Own("sh", "-c", line)})
	if _, found := s.Await(r, sentinel); !found {
		panic("nobody in the group: " + grade.Said(r)) // of the bench: no verdict
	}
	*s.inside = append(*s.inside, inhabitant{r, group})
}

func (s scene) run(controller string) *fakehost.Running {
	return s.Run(grade.Program, s.dir(s.top), below, controller)
}

// ending tells how the answer ended, with the names of the README.
func (s scene) ending(r *fakehost.Running) string {
	return strings.ReplaceAll(grade.Ending(r), s.dir(s.top), "TOP")
}

// has tells whether the controller is in a file of a group.
func (s scene) has(group, file string) bool {
	text, _ := s.GroupFile(s.tree, group, file)
	return slices.Contains(strings.Fields(text), s.controller)
}

// look compares the groups with what was asked for, first those who were there before.
func (s scene) look(r *fakehost.Running) grade.Finding {
	if f := s.lookForInhabitants(); f.Status != grade.Pass {
		return f
	}
	target := path.Join(s.top, below)
	switch {
	case s.has(target, "cgroup.controllers") && r.Status() == 0:
		return grade.Passed("")
	case s.has(target, "cgroup.controllers"):
		return grade.Failed("cg.delegate.error", s.ending(r))
	}
	for _, group := range []string{s.top, path.Join(s.top, "box")} {
		procs, there := s.GroupFile(s.tree, group, "cgroup.procs")
		name := strings.Replace(group, s.top, "TOP", 1)
		switch {
		case !there || s.has(group, "cgroup.subtree_control"):
			continue
		case procs != "":
			return grade.Failed("cg.delegate.busy", fmt.Sprintf("cgroup.subtree_control of %s is without the controller\nprocesses in its cgroup.procs: %d\n%s",
				name, len(strings.Fields(procs)), s.ending(r)), name)
		case group != s.top:
			return grade.Failed("cg.delegate.one-level", "cgroup.subtree_control of TOP: with the controller\ncgroup.subtree_control of "+name+": without", name)
		}
		return grade.Failed("cg.delegate.not-enabled", "cgroup.procs of TOP is empty\ncgroup.subtree_control of TOP is without the controller\n"+s.ending(r))
	}
	return grade.Failed("cg.delegate.no-group", "there is no TOP/"+below+"\n"+s.ending(r))
}

func (s scene) lookForInhabitants() grade.Finding {
	for _, i := range *s.inside {
		p := fakehost.Process{Pid: i.run.Pid}
		was := strings.Replace(i.group, s.top, "TOP", 1)
		switch now := s.Host.Group(p, s.tree); {
		case i.run.Ended() || !p.Alive():
			return grade.Failed("cg.delegate.killed", "the process that was in "+was+": gone")
		case now == path.Join(s.top, below):
			return grade.Failed("cg.delegate.moved-in", "the process that was in "+was+" is in TOP/"+below)
		case now != s.top && !strings.HasPrefix(now, s.top+"/"):
			return grade.Failed("cg.delegate.moved-out", "the process that was in "+was+" is outside of TOP")
		}
	}
	return grade.Passed("")
}
