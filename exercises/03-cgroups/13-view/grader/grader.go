//go:build linux

// Package grader judges exercise 03/view.
package grader

import (
	_ "embed"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/view", Folder: "03-cgroups/13-view", Kind: grade.Code, Points: 2, Tier: grade.Root, Groups: true,
		Title:    grade.Text{EN: "What a container sees of the groups", KO: "컨테이너에서 보이는 그룹"},
		Answer:   []string{"view.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 8 · man 7 cgroup_namespaces", KO: "레슨 3의 8단계 · man 7 cgroup_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// scene is a group with one below it and one beside it.
type scene struct {
	*grade.Bench
	tree                    fakehost.Tree
	group, inner, neighbour string
	at                      string
}

func newScene(b *grade.Bench) scene {
	s := scene{Bench: b, tree: b.Tree("pids"), group: "/view-" + b.Token(), inner: "inner-" + b.Token(), neighbour: "beside-" + b.Token()}
	s.at = s.place()
	for _, group := range []string{s.group + "/" + s.inner, s.neighbour} {
		must(os.MkdirAll(b.Path(path.Join(s.tree.Point, group)), 0o755))
	}
	b.Show("exercises/03-cgroups/13-view GROUP AT /bin/sleep …")
	return s
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// place is a directory to mount on, a new one each time: one leak is enough to tell.
func (s scene) place() string { return s.Dir("groups-" + s.Token()) }

func (s scene) args(at string, command ...string) []string {
	return append([]string{grade.Program, path.Join(s.tree.Point, s.group), at}, command...)
}

func check(b *grade.Bench) grade.Finding {
	s := newScene(b)
	sentinel := b.Sentinel()
	r := b.Start(fakehost.Command{Args: s.args(s.at, sentinel...)})
	defer r.Kill()
	p, found := b.Await(r, sentinel)
	if !found {
		return grade.Failed("cg.view.not-started", "no sleep is running: "+grade.Said(r))
	}
	if f := s.lookAtNamespace(p); f.Status != grade.Pass {
		return f
	}
	return s.lookAtMount(p)
}

// lookAtNamespace compares where the process is, and what it calls that.
func (s scene) lookAtNamespace(p fakehost.Process) grade.Finding {
	if now := s.Host.Group(p, s.tree); now != s.group {
		return grade.Failed("cg.view.outside", "/proc/PID/cgroup of sleep: it is not in GROUP")
	}
	own, host := p.Link("ns/cgroup"), s.Host.First().Link("ns/cgroup")
	if own == host {
		return grade.Failed("cg.view.no-namespace", "ns/cgroup: "+own+"\nthe host's: "+host)
	}
	cat := s.Run(s.args(s.place(), "/bin/cat", "/proc/self/cgroup")...)
	switch name, ok := s.nameIn(cat.Stdout()); {
	case !ok:
		return grade.Failed("cg.view.not-started", "cat /proc/self/cgroup, run in the same way: "+grade.Said(cat))
	case name != "/":
		return grade.Failed("cg.view.wrong-top", "cat /proc/self/cgroup, inside: the group is called "+s.called(name))
	}
	return grade.Passed("")
}

// called is a group's name with that of the README in it.
func (s scene) called(name string) string {
	if _, below, found := strings.Cut(name, s.group); found {
		return "…/GROUP" + below
	}
	return name
}

// nameIn is the group's name in the lines of /proc/PID/cgroup, ID:CONTROLLERS:PATH.
func (s scene) nameIn(text string) (string, bool) {
	for _, line := range strings.Split(text, "\n") {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(fields) == 3 && (fields[1] == strings.Join(s.tree.Controllers, ",") && s.tree.Version == 1 || fields[0] == "0" && s.tree.Version == 2) {
			return fields[2], true
		}
	}
	return "", false
}

// lookAtMount looks for the group below, which is to be seen, and for the one beside, which is not.
func (s scene) lookAtMount(p fakehost.Process) grade.Finding {
	see := func(name string) bool { return s.LstatIn(p, path.Join(s.at, name)) != nil }
	mounted := slices.ContainsFunc(p.Mounts(), func(m fakehost.Mount) bool { return m.Point == s.at && strings.HasPrefix(m.Type, "cgroup") })
	switch {
	case !mounted:
		return grade.Failed("cg.view.not-mounted", "mountinfo of sleep: no tree of control groups at AT")
	case see(s.neighbour):
		return grade.Failed("cg.view.siblings", "ls AT, inside: the group beside GROUP is there")
	case !see(s.inner):
		return grade.Failed("cg.view.other", "ls AT, inside: the group below GROUP is not there")
	case slices.Contains(s.Mounted(), s.at):
		return grade.Failed("cg.view.leaked", "mountinfo of the host: a mount at AT")
	}
	return grade.PassedWith(grade.Text{
		EN: "inside, the group is the top: the one below it is seen there, the one beside it is not, and the host sees no mount",
		KO: "안에서는 그룹이 꼭대기예요. 아래 그룹은 보이고, 옆 그룹은 보이지 않고, 호스트에는 마운트가 보이지 않아요",
	})
}
