//go:build linux

package grader

import (
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

var (
	whose = []string{"host", "container"}
	yesNo = []string{"yes", "no"}
)

// In this order: kill ends the process that container-ps looks for.
var prediction = grade.Prediction{IDs: "chroot.etc-hostname", Questions: []grade.Question{
	grade.Ask("cwd-outside", whose...),
	grade.Ask("cwd-inside", whose...),
	grade.Ask("hostname", whose...),
	grade.Ask("host-ps", yesNo...),
	grade.Ask("container-ps", yesNo...),
	grade.Ask("dev-null", "device", "file"),
	grade.Ask("uid", "root", "nobody"),
	grade.Ask("kill", yesNo...),
	grade.Ask("escape", yesNo...),
}}

// measures do what the questions ask about, on this kernel, and return the right word with what was seen.
var measures = map[string]func(*lab) (key, evidence string){
	"cwd-outside":  func(l *lab) (string, string) { return l.reads(stay, "../../etc/hostname") },
	"cwd-inside":   func(l *lab) (string, string) { return l.reads(enter, "../../etc/hostname") },
	"hostname":     (*lab).hostname,
	"host-ps":      (*lab).hostPs,
	"container-ps": (*lab).containerPs,
	"dev-null":     (*lab).devNull,
	"uid":          (*lab).uid,
	"kill":         (*lab).kill,
	"escape":       (*lab).escape,
}

func (l *lab) key(name string) (key, evidence string) { return measures[name](l) }

// lab is a fake host with a root directory R, one process outside of it and one jailed in it.
type lab struct {
	*grade.Bench
	root            string
	outside, inside *fakehost.Running
	outsideToken    string
	jailed          fakehost.Process
	jailedToken     string
}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, root: b.BaseRoot("R")}
	if err := os.Symlink("minibox", b.Path(fakehost.Tools+"/"+jailName)); err != nil {
		panic(err) // of the bench: no verdict
	}
	b.Write(l.root+"/etc/hostname", "container\n", 0o644)
	sentinel := b.Sentinel()
	l.outsideToken = sentinel[1]
	l.outside = b.Start(fakehost.Command{Args: grade.Own("sleep", sentinel[1])})
	sentinel = b.Sentinel()
	l.jailedToken = sentinel[1]
	l.inside = b.Start(fakehost.Command{Args: l.jail(enter, sentinel...)})
	var found bool
	if l.jailed, found = b.Await(l.inside, sentinel); !found {
		panic("no jailed process: " + grade.Said(l.inside)) // as above
	}
	return l
}

// close ends the two processes.
func (l *lab) close() {
	l.outside.Kill()
	l.inside.Kill()
}

func (l *lab) jail(how string, command ...string) []string {
	return append([]string{fakehost.Tools + "/" + jailName, l.root, how}, command...)
}

// reads tells whose text a process gets.
func (l *lab) reads(how, path string) (key, evidence string) {
	said := strings.TrimSpace(l.Run(l.jail(how, "/bin/cat", path)...).Stdout())
	return l.whose(said), fmt.Sprintf("cat %s says %q", path, said)
}

func (l *lab) whose(said string) string {
	for owner, path := range map[string]string{"host": "/etc/hostname", "container": l.root + "/etc/hostname"} {
		if text, ok := l.Read(path); ok && strings.TrimSpace(text) == said {
			return owner
		}
	}
	return ""
}

func (l *lab) hostname() (key, evidence string) {
	said := strings.TrimSpace(l.Run(l.jail(enter, "/bin/hostname")...).Stdout())
	return l.whose(said), fmt.Sprintf("hostname says %q", said)
}

func (l *lab) hostPs() (key, evidence string) {
	return lists(l.Run(grade.Own("ps")...), l.jailedToken)
}

func (l *lab) containerPs() (key, evidence string) {
	if r := l.Run(grade.Own("mount", "-t", "proc", "proc", l.root+"/proc")...); r.Status() != 0 {
		return "", grade.Said(r)
	}
	return lists(l.Run(l.jail(enter, "/bin/ps")...), l.outsideToken)
}

func lists(ps *fakehost.Running, token string) (key, evidence string) {
	for _, line := range strings.Split(ps.Stdout(), "\n") {
		if strings.Contains(line, token) {
			return "yes", "in its output: sleep " + token
		}
	}
	if ps.Status() != 0 {
		return "", grade.Said(ps)
	}
	return "no", "in its output there is no sleep " + token
}

func (l *lab) devNull() (key, evidence string) {
	l.Run(l.jail(enter, "/bin/sh", "-c", "echo hi >/dev/null")...)
	info := l.Lstat(l.root + "/dev/null")
	switch {
	case info == nil:
		return "", "no R/dev/null"
	case info.Mode().IsRegular():
		return "file", fmt.Sprintf("R/dev/null: %s, %d bytes", info.Mode(), info.Size())
	}
	return "device", "R/dev/null: " + info.Mode().String()
}

// uid asks from the host, about the number that the process has there.
func (l *lab) uid() (key, evidence string) {
	inside := strings.TrimSpace(l.Run(l.jail(enter, "/bin/id", "-u")...).Stdout())
	r := l.Run(grade.Own("stat", "-c", "%u", "/proc/"+pidOnHost(l.jailed))...)
	outside := strings.TrimSpace(r.Stdout())
	evidence = fmt.Sprintf("id -u inside: %s; owner of its /proc entry outside: %s", inside, outside)
	switch {
	case inside != "0" || outside == "":
		return "", evidence + ": " + grade.Said(r)
	case outside == "0":
		return "root", evidence
	}
	return "nobody", evidence
}

// pidOnHost is the number a process has in the fake host, which is a PID namespace.
func pidOnHost(p fakehost.Process) string {
	numbers := strings.Fields(p.Status("NSpid"))
	return numbers[len(numbers)-1]
}

func (l *lab) kill() (key, evidence string) {
	pid := pidOnHost(fakehost.Process{Pid: l.outside.Pid})
	r := l.Run(l.jail(enter, "/bin/sh", "-c", "kill -KILL "+pid)...)
	if r.Status() == 0 && l.Until(l.outside.Ended) {
		return "yes", fmt.Sprintf("kill: exit status 0, and the process of the host ended with status %d", l.outside.Status())
	}
	return "no", "kill: " + grade.Said(r)
}

func (l *lab) escape() (key, evidence string) {
	r := l.Run(l.jail(escape, "/.fakehost/cat", "/etc/hostname")...)
	said := strings.TrimSpace(r.Stdout())
	switch l.whose(said) {
	case "host":
		return "yes", fmt.Sprintf("cat /etc/hostname says %q", said)
	case "container":
		return "no", fmt.Sprintf("cat /etc/hostname says %q", said)
	}
	return "no", grade.Said(r)
}
