//go:build linux

// Package grader judges exercise 03/no-race.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/no-race", Folder: "03-cgroups/08-no-race", Kind: grade.Code, Points: 3, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "Born in the group", KO: "그룹 안에서 태어나기"},
		Answer:   []string{"race.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 8 · man 7 cgroups · man 2 clone3", KO: "레슨 3의 8단계 · man 7 cgroups · man 2 clone3"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// rounds are how often the command is started. A process that is moved late has always started another one
// by then (slow.go sees to it), but it is the kernel who decides when.
const rounds = 12

// scene is a group that is there, and empty.
type scene struct {
	*grade.Bench
	tree  fakehost.Tree
	group string // as /proc/PID/cgroup names it in the fake host
	dir   string
}

func check(b *grade.Bench) grade.Finding {
	s := scene{Bench: b, tree: b.Tree("pids"), group: "/race-" + b.Token()}
	s.dir = path.Join(s.tree.Point, s.group)
	must(os.Mkdir(b.Path(s.dir), 0o755))
	s.plantSlow()
	b.Show("exercises/03-cgroups/08-no-race GROUP /bin/sh -c '/bin/sleep … & wait'")
	late := 0
	for range rounds {
		seen, f := s.round()
		if f.Status != "" {
			return f
		}
		if !seen {
			late++
		}
	}
	if late > 0 {
		return grade.Failed("cg.no-race.forked-outside",
			fmt.Sprintf("the command's child is outside: %d of %d times\nthe command itself is inside each time", late, rounds), s.group)
	}
	return s.result()
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// round starts the command once. It is a shell that starts another process first thing; inside tells whether that
// one is in the group.
func (s scene) round() (inside bool, f grade.Finding) {
	sentinel := s.Sentinel()
	r := s.Start(fakehost.Command{Args: s.slowly(grade.Program, s.dir, "/bin/sh", "-c", strings.Join(sentinel, " ")+" & wait")})
	defer func() {
		r.Kill()
		s.Host.EndAll()
	}()
	program := fakehost.Process{Pid: r.Pid}
	child, over := s.await(r, sentinel[1])
	switch {
	case !over:
		return false, grade.TooSlow()
	case child.Pid == 0:
		return false, grade.Failed("cg.no-race.not-started", "no sleep is running: "+grade.Said(r))
	}
	number, err := strconv.Atoi(child.Status("PPid"))
	must(err)
	command := fakehost.Process{Pid: number}
	joined := s.Soon(func() bool { return s.in(command) })
	switch {
	case s.in(program):
		return false, grade.Failed("cg.no-race.runtime-inside", s.where(program, "the program, exercises/03-cgroups/08-no-race"))
	case !joined:
		return false, grade.Failed("cg.no-race.outside", s.where(command, "the command, /bin/sh"), s.group)
	}
	return s.in(child), f
}

// await is Bench.Await for an answer that may be too slow.
func (s scene) await(r *fakehost.Running, token string) (child fakehost.Process, over bool) {
	gaveUp := s.GaveUp(r)
	over = s.Until(func() bool {
		child = s.Host.Find(token)
		return child.Pid != 0 || r.Ended() || gaveUp()
	})
	return child, over
}

func (s scene) in(p fakehost.Process) bool { return s.Host.Group(p, s.tree) == s.group }

func (s scene) where(p fakehost.Process, who string) string {
	place := "outside of"
	if s.in(p) {
		place = "in"
	}
	return fmt.Sprintf("/proc/PID/cgroup of %s:\n%s %s", who, place, s.group)
}

// result has a command say a word, and end.
func (s scene) result() grade.Finding {
	token := s.Token()
	r := s.Run(grade.Program, s.dir, "/bin/sh", "-c", "echo "+token+"; exit 7")
	if out := strings.TrimSpace(r.Stdout()); out != token || r.Status() != 7 {
		s.Show("exercises/03-cgroups/08-no-race GROUP /bin/sh -c 'echo WORD; exit 7'")
		return grade.Failed("cg.no-race.status-lost", fmt.Sprintf("stdout %.80q\n%s", out, grade.Ending(r)), token)
	}
	return grade.PassedWith(grade.Text{
		EN: "the command and its child were in the group, %[1]s of %[1]s times, and the program never",
		KO: "명령과 그 자식이 %[1]s번 모두 그룹 안에 있었고, 프로그램은 한 번도 없었어요",
	}, strconv.Itoa(rounds))
}
