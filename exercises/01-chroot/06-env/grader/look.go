//go:build linux

package grader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var fine = grade.Passed("")

// checkState looks at a running command: which process it is, and what came along.
func (h host) checkState() grade.Finding {
	sentinel := h.Sentinel()
	run := h.start(sentinel, term)
	p, found := h.Await(run, sentinel)
	if shown := h.Arguments(h.root); shown != "" {
		return grade.Failed("chroot.env.arguments", shown)
	}
	if !found {
		return grade.Failed("chroot.env.not-started", grade.Said(run))
	}
	defer run.Kill()
	if p.Pid != run.Pid {
		return grade.Failed("chroot.env.child", fmt.Sprintf("your program: pid %d, %s: pid %d", run.Pid, sentinel[0], p.Pid), sentinel[0])
	}
	for _, d := range p.Descriptors() {
		// The command opens files of its own; those that are meant are known.
		link := fmt.Sprintf("fd/%d", d.Number)
		if p.Same(link, h.Path(openDirectory)) || p.Same(link, h.Path(openFile)) {
			return grade.Failed("chroot.env.open-descriptor", fmt.Sprintf("/proc/%d/%s -> %s", p.Pid, link, d.To))
		}
	}
	for _, link := range []string{"fd/1", "fd/2"} { // both are pipes of the judge's
		if to := p.Link(link); !strings.HasPrefix(to, "pipe:") {
			return grade.Failed("chroot.env.no-streams", fmt.Sprintf("/proc/%d/%s -> %s", p.Pid, link, to))
		}
	}
	return h.checkEnvironment(p, []string{"PATH=" + containerPath, "HOME=/root", term})
}

// listed is a process's environment as evidence, a variable a line.
func listed(p fakehost.Process) string {
	env := p.Environ()
	if len(env) == 0 {
		env = []string{"(empty)"}
	}
	return fmt.Sprintf("/proc/%d/environ\n%s", p.Pid, strings.Join(env, "\n"))
}

// checkEnvironment compares the variables of a process with those that are wanted.
func (h host) checkEnvironment(p fakehost.Process, wanted []string) grade.Finding {
	env := p.Environ()
	seen := listed(p)
	for _, variable := range env {
		name, _, _ := strings.Cut(variable, "=")
		if !slices.Contains([]string{"PATH", "HOME", "TERM"}, name) {
			return grade.Failed("chroot.env.leaked", seen, name)
		}
	}
	if path, _ := value(env, "PATH"); path == h.path {
		return grade.Failed("chroot.env.host-path", seen)
	}
	for _, variable := range wanted {
		name, _, _ := strings.Cut(variable, "=")
		if !slices.Contains(env, variable) {
			return grade.Failed("chroot.env.incomplete", seen, name, variable)
		}
	}
	if len(env) != len(wanted) {
		text := strings.Join(wanted, " ")
		return grade.Unknown(seen, grade.Text{EN: "exactly " + text, KO: "정확히 " + text})
	}
	return fine
}

// checkWithoutTerm is for a command that runs without a terminal.
func (h host) checkWithoutTerm() grade.Finding {
	sentinel := h.Sentinel()
	run := h.start(sentinel)
	p, found := h.Await(run, sentinel)
	if !found {
		return grade.Failed("chroot.env.not-started", grade.Said(run))
	}
	defer run.Kill()
	env := p.Environ()
	if term, set := value(env, "TERM"); set && term == "" {
		return grade.Failed("chroot.env.empty-term", listed(p))
	}
	return h.checkEnvironment(p, []string{"PATH=" + containerPath, "HOME=/root"})
}

// checkLookup starts commands by name: one in the first directory of the container's
// PATH, which the host's PATH has in another place, and one in the last.
func (h host) checkLookup() grade.Finding {
	greet, _ := h.run("greet")
	switch greet.Stdout() {
	case h.inside + "\n":
	case h.wrong + "\n":
		return grade.Failed("chroot.env.host-lookup", fmt.Sprintf("greet was found in %s, with PATH=%[1]s outside", h.path))
	case h.last + "\n":
		return grade.Failed("chroot.env.path-order", "greet was found in /bin, and there is one in /usr/local/sbin")
	default:
		return grade.Failed("chroot.env.no-lookup", grade.Said(greet), "/usr/local/sbin/greet")
	}
	word := h.Token()
	echo, _ := h.run("echo", word)
	if echo.Stdout() != word+"\n" {
		return grade.Failed("chroot.env.no-lookup", grade.Said(echo), "/bin/echo")
	}
	return fine
}

// checkErrors looks at how commands end that cannot be started.
func (h host) checkErrors() grade.Finding {
	for _, c := range []struct {
		command string
		status  int
	}{{"no-such-command", 127}, {"/bin/no-such-command", 127}, {"/etc/passwd", 126}} {
		run, status := h.run(c.command)
		if status != c.status {
			return grade.Failed("chroot.env.error-lost", fmt.Sprintf("exit status %d for %s: %s", status, c.command, grade.Said(run)),
				fmt.Sprint(c.status), c.command)
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the environment is PATH, HOME and TERM; the open descriptors are 0, 1 and 2; one process",
		KO: "환경 변수는 PATH, HOME, TERM뿐이고, 열린 파일 디스크립터는 0, 1, 2뿐이고, 프로세스는 하나예요",
	})
}
