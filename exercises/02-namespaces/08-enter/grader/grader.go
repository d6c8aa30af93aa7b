//go:build linux

// Package grader judges exercise 02/enter: it compares what the command has with what the first
// process of the container has.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/enter", Folder: "02-namespaces/08-enter", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Into a running container", KO: "돌아가는 컨테이너 안으로"},
		Answer:   []string{"enter.go"},
		LookAt:   grade.Text{EN: "lesson 2, steps 5 and 9 · man 2 setns", KO: "레슨 2의 5, 9단계 · man 2 setns"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// kinds are the namespaces of the container; its user namespace is the fake host's.
var kinds = []string{"mnt", "uts", "ipc", "net", "cgroup", "pid"}

func check(b *grade.Bench) grade.Finding {
	c := startContainer(b)
	defer c.process.Kill()
	secret := b.Token()
	sentinel := b.Sentinel()
	b.Show("exercises/02-namespaces/08-enter PID " + strings.Join(sentinel, " "))
	run := b.Start(fakehost.Command{
		Args: append([]string{grade.Program, c.pid()}, sentinel...),
		Env:  []string{"PATH=" + fakehost.Path, "HOME=/root", "MINICONTAINER_JUDGE=1", "PASSWORD=" + secret},
	})
	defer run.Kill()
	p, found := b.Await(run, sentinel)
	if !found {
		return gaveUp(b, c, run, sentinel[0])
	}
	if f, wrong := wrongNamespaces(b, c, run, p); wrong {
		if !p.Alive() {
			return gaveUp(b, c, run, sentinel[0])
		}
		return f
	}
	if f, wrong := wrongFiles(c, p); wrong {
		return f
	}
	if f, wrong := wrongEnvironment(c, p, secret); wrong {
		return f
	}
	evidence := table(c, p) + "; root, cwd, environ and fd as asked"
	run.Kill()
	return checkOutput(b, c, evidence)
}

// joined are the kinds of namespace that a process, or a thread of one, shares with the container.
func joined(c container, p fakehost.Process, of ...string) []string {
	var both []string
	for _, kind := range of {
		if link := p.Link("ns/" + kind); link != "" && link == c.first.Link("ns/"+kind) {
			both = append(both, kind)
		}
	}
	return both
}

// another tells whether a process is in a namespace that is neither the container's nor the host's.
func another(c container, p fakehost.Process, kind string) bool {
	link := p.Link("ns/" + kind)
	return link != "" && link != c.first.Link("ns/"+kind) && link != c.host.Link("ns/"+kind)
}

func wrongNamespaces(b *grade.Bench, c container, run *fakehost.Running, p fakehost.Process) (f grade.Finding, wrong bool) {
	has := joined(c, p, kinds...)
	table := table(c, p)
	switch {
	case len(has) == len(kinds):
		return f, false
	case slices.ContainsFunc(kinds, func(kind string) bool { return another(c, p, kind) }):
		return grade.Failed("ns.enter.made-new", table), true
	case len(has) == 0 && b.Soon(func() bool { return joinedByAThread(c, run) }): // the command may be there first
		return grade.Failed("ns.enter.other-thread", table+"\na thread of your program: in the container's"), true
	case len(has) == 0:
		return grade.Failed("ns.enter.nothing", table), true
	case !slices.Contains(has, "pid") && p.Link("ns/pid_for_children") == c.first.Link("ns/pid"):
		return grade.Failed("ns.enter.no-fork", noNumber), true
	}
	missing := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return slices.Contains(has, kind) })
	return grade.Failed("ns.enter.missing", table, strings.Join(missing, ", ")), true
}

// joinedByAThread tells whether a thread of the program has joined at least one namespace of the container.
func joinedByAThread(c container, run *fakehost.Running) bool {
	return slices.ContainsFunc(threads(run.Pid), func(t fakehost.Process) bool { return len(joined(c, t, kinds...)) > 0 })
}

const noNumber = "NSpid of the command: no number in the container"

// table is the evidence: which namespaces match, and which do not.
func table(c container, p fakehost.Process) string {
	var cells []string
	for _, kind := range kinds {
		mark := "host"
		switch {
		case len(joined(c, p, kind)) > 0:
			mark = "container ✓"
		case another(c, p, kind):
			mark = "a new one"
		}
		cells = append(cells, kind+": "+mark)
	}
	return "the command has of each kind:\n" + strings.Join(cells, ", ")
}

// wrongFiles looks at the ways to files that a process has: its root, its working directory, its descriptors.
func wrongFiles(c container, p fakehost.Process) (f grade.Finding, wrong bool) {
	switch {
	case !p.Same("root", c.path("root")):
		return grade.Failed("ns.enter.root", fmt.Sprintf("/proc/%d/root is not that of the container's first process", p.Pid)), true
	case !p.Same("cwd", c.path("cwd")):
		return grade.Failed("ns.enter.cwd", fmt.Sprintf("/proc/%d/cwd is not that of the container's first process", p.Pid)), true
	}
	for _, d := range p.Descriptors() {
		if d.Number > 2 && inherited(p, d) {
			return grade.Failed("ns.enter.descriptor", fmt.Sprintf("/proc/%d/fd has more than 0, 1 and 2:\n%s", p.Pid, what(d.To))), true
		}
	}
	return f, false
}

// inherited tells a descriptor that came through execve(2) from those that the command has opened for itself, as far as
// it closes them at the next execve: the kernel shows the mark.
func inherited(p fakehost.Process, d fakehost.Descriptor) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", p.Pid, d.Number))
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(text), "flags:")
	var flags int64
	fmt.Sscanf(after, "%o", &flags) //nolint:errcheck // a line without flags has none
	return flags&unix.O_CLOEXEC == 0
}

// what is the kind of thing that a descriptor leads to.
func what(to string) string {
	if kind, _, special := strings.Cut(to, ":["); special {
		return kind + " (no file of a disk)"
	}
	return "a file or directory of the host"
}

func wrongEnvironment(c container, p fakehost.Process, secret string) (f grade.Finding, wrong bool) {
	environ := p.Environ()
	switch {
	case slices.Contains(environ, "PASSWORD="+secret):
		return grade.Failed("ns.enter.environment", fmt.Sprintf("/proc/%d/environ of the command has\nPASSWORD=%s, which is the host's", p.Pid, secret)), true
	case !slices.Contains(environ, "WORD="+c.word):
		return grade.Failed("ns.enter.environment", fmt.Sprintf("/proc/%d/environ of the command has no\nWORD=%s", p.Pid, c.word)), true
	}
	return f, false
}

// checkOutput has a command started that is on no host, to read a word that is in the container alone.
func checkOutput(b *grade.Bench, c container, evidence string) grade.Finding {
	tool := "/opt/" + b.Token() + "/cat"
	b.Write(c.root+tool, "#!/bin/sh\nexec /bin/cat \"$@\"\n", 0o755)
	cat := b.Run(grade.Program, c.pid(), tool, "/etc/motd")
	if cat.Stdout() != c.word+"\n" {
		return unlessEnded(b, c, grade.Failed("ns.enter.output", fmt.Sprintf("`cat /etc/motd`: stdout %.80q, %s", cat.Stdout(), grade.Said(cat)), c.word))
	}
	// A process that has been killed takes a moment to end, and this one as well.
	if seven := b.Run(grade.Program, c.pid(), "/bin/sh", "-c", "exit 7"); seven.Status() != 7 {
		return unlessEnded(b, c, grade.Failed("ns.enter.status-lost", "after `sh -c 'exit 7'`: "+grade.Ending(seven)))
	}
	return unlessEnded(b, c, grade.Passed(evidence))
}

// unlessEnded is f, or, if the container has ended meanwhile, that: it is the root of all else.
func unlessEnded(b *grade.Bench, c container, f grade.Finding) grade.Finding {
	ended := func() bool { return !c.first.Alive() }
	if ended() || f.Status != grade.Pass && b.Soon(ended) {
		return grade.Failed("ns.enter.ended", "the first process of the container is gone")
	}
	return f
}
