//go:build linux

// Package grader judges exercise 03/rmdir.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/rmdir", Folder: "03-cgroups/10-rmdir", Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Take the group away", KO: "그룹 없애기"},
		Answer:   []string{"remove.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 10 · man 7 cgroups · man 2 rmdir", KO: "레슨 3의 10단계 · man 7 cgroups · man 2 rmdir"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// scene is a group with groups below it, and one beside it.
type scene struct {
	*grade.Bench
	tree  fakehost.Tree
	group string
}

func newScene(b *grade.Bench) scene {
	s := scene{Bench: b, tree: b.Tree("pids"), group: "/old-" + b.Token()}
	for _, group := range []string{s.group + "/a/b", s.group + "/c", s.group + "2"} {
		must(os.MkdirAll(b.Path(s.dir(group)), 0o755))
	}
	b.Show("exercises/03-cgroups/10-rmdir GROUP")
	return s
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

func (s scene) dir(group string) string { return path.Join(s.tree.Point, group) }

func (s scene) there(group string) bool { return s.Lstat(s.dir(group)) != nil }

// start starts the answer.
func (s scene) start() *fakehost.Running {
	return s.Start(fakehost.Command{Args: []string{grade.Program, s.dir(s.group)}})
}

// settle waits for the answer's end, which may be that it has given up.
func (s scene) settle(r *fakehost.Running) (settled bool) {
	settled = s.Settled(r)
	grade.Said(r)
	r.Kill()
	return settled
}

func check(b *grade.Bench) grade.Finding {
	for _, try := range []func(*grade.Bench) grade.Finding{checkEmpty, checkEnding, checkBusy} {
		if f := try(b); f.Status != grade.Pass {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the groups were taken away once they were empty, and one that is in use was told",
		KO: "빈 그룹은 모두 없앴고, 쓰고 있는 그룹은 알려 줬어요",
	})
}

// checkEmpty has empty groups removed, and then once more.
func checkEmpty(b *grade.Bench) grade.Finding {
	s := newScene(b)
	r := s.start()
	if !s.settle(r) {
		return grade.TooSlow()
	}
	if f := s.removed(r); f.Status != grade.Pass {
		return f
	}
	again := s.start()
	if !s.settle(again) {
		return grade.TooSlow()
	}
	if again.Status() != 0 {
		return grade.Failed("cg.rmdir.again", "started once more, for a group that is gone\n"+grade.Ending(again))
	}
	return grade.Passed("")
}

// removed tells whether the groups are gone, and the one beside them is not.
func (s scene) removed(r *fakehost.Running) grade.Finding {
	ending := strings.ReplaceAll(grade.Ending(r), s.dir(s.group), "GROUP")
	switch {
	case !s.there(s.group + "2"):
		return grade.Failed("cg.rmdir.neighbour", "gone: GROUP2, which was beside GROUP")
	case s.there(s.group) && strings.Contains(strings.ToLower(r.Stderr()), "not permitted"):
		return grade.Failed("cg.rmdir.files", ending)
	case s.there(s.group + "/a"):
		return grade.Failed("cg.rmdir.below", "still there: GROUP, GROUP/a\n"+ending)
	case s.there(s.group):
		return grade.Failed("cg.rmdir.top", "still there: GROUP\n"+ending)
	case r.Status() != 0:
		return grade.Failed("cg.rmdir.error", "gone: GROUP and all below it\n"+ending)
	}
	return grade.Passed("")
}

// inhabit puts a process into a group.
func (s scene) inhabit(group string) *fakehost.Running {
	sentinel := s.Sentinel()
	line := fmt.Sprintf("echo 0 >%s/cgroup.procs && exec %s", s.dir(group), strings.Join(sentinel, " "))
	r := s.Start(fakehost.Command{Args: grade.Own("sh", "-c", line)})
	if _, found := s.Await(r, sentinel); !found {
		panic("nobody in the group: " + grade.Said(r)) // of the bench: no verdict
	}
	return r
}

// checkEnding has groups removed in one of which a process ends a little later.
func checkEnding(b *grade.Bench) grade.Finding {
	s := newScene(b)
	somebody := s.inhabit(s.group + "/a/b")
	defer somebody.Kill()
	r := s.start()
	early := s.Soon(func() bool { return r.Ended() || s.Stopped(r) })
	ended := somebody.Ended()
	if early {
		s.settle(r)
	}
	switch {
	case ended:
		return killed(somebody)
	case early && !s.there(s.group+"/a/b"):
		panic("a group with a process in it is gone") // of the bench: no verdict
	case early:
		return grade.Failed("cg.rmdir.gave-up", "within half a second\n"+strings.ReplaceAll(grade.Ending(r), s.dir(s.group), "GROUP"))
	}
	somebody.Kill()
	if !s.settle(r) {
		return grade.TooSlow()
	}
	if s.there(s.group) {
		return grade.Failed("cg.rmdir.gave-up", "nobody is in GROUP any more, and it is still there\n"+
			strings.ReplaceAll(grade.Ending(r), s.dir(s.group), "GROUP"))
	}
	return s.removed(r)
}

func killed(somebody *fakehost.Running) grade.Finding {
	return grade.Failed("cg.rmdir.killed", "the process in GROUP/a/b was ended: "+ending(somebody))
}

func ending(r *fakehost.Running) string {
	if r.Status() > 128 {
		return fmt.Sprintf("signal %d, %s", r.Status()-128, unix.SignalName(unix.Signal(r.Status()-128)))
	}
	return fmt.Sprintf("exit status %d", r.Status())
}

// checkBusy has groups removed in one of which a process stays.
func checkBusy(b *grade.Bench) grade.Finding {
	s := newScene(b)
	busy := s.group + "/a/b"
	somebody := s.inhabit(busy)
	defer somebody.Kill()
	r := s.start()
	settled := s.settle(r)
	switch {
	case somebody.Ended():
		return killed(somebody)
	case !settled:
		return grade.Failed("cg.rmdir.endless", "still running after eight seconds")
	case r.Status() == 0:
		return grade.Failed("cg.rmdir.silent", "exit status 0, and in GROUP/a/b there is pid "+fmt.Sprint(somebody.Pid))
	case !strings.Contains(r.Stderr(), busy):
		return grade.Failed("cg.rmdir.which", strings.ReplaceAll(grade.Ending(r), s.dir(s.group), "GROUP"))
	}
	return grade.Passed("")
}
