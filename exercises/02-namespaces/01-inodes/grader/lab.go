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
	equal = []string{"same", "different"}
	yesNo = []string{"yes", "no"}
)

var prediction = grade.Prediction{IDs: "ns.inodes", Questions: []grade.Question{
	grade.Ask("siblings", equal...),
	grade.Ask("unshare-uts", equal...),
	grade.Ask("unshare-mnt", equal...),
	grade.Ask("unshare-pid", equal...),
	grade.Ask("pid-for-children", equal...),
	grade.Ask("container-net", equal...),
	grade.Ask("descriptor", yesNo...),
	grade.Ask("bind", yesNo...),
	grade.Ask("dead-pid", yesNo...),
}}

// measures do what the questions ask about, on this kernel, and return the right word with what was seen.
var measures = map[string]func(*lab) (key, evidence string){
	"siblings":         (*lab).siblings,
	"unshare-uts":      func(l *lab) (string, string) { return l.compared(l.uts, l.shell, "uts") },
	"unshare-mnt":      func(l *lab) (string, string) { return l.compared(l.uts, l.shell, "mnt") },
	"unshare-pid":      func(l *lab) (string, string) { return l.compared(l.pid, l.shell, "pid") },
	"pid-for-children": (*lab).forChildren,
	"container-net":    (*lab).containerNet,
	"descriptor":       func(l *lab) (string, string) { return l.joined("descriptor") },
	"bind":             func(l *lab) (string, string) { return l.joined("bind") },
	"dead-pid":         (*lab).deadPID,
}

func (l *lab) key(name string) (key, evidence string) { return measures[name](l) }

// lab is a fake host with the processes that the questions are about.
type lab struct {
	*grade.Bench
	shell, other fakehost.Process // two that have asked for nothing
	uts, pid     fakehost.Process // two that have called unshare
	container    fakehost.Process
	running      []*fakehost.Running
}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b}
	if err := os.Symlink("minibox", b.Path(fakehost.Tools+"/"+spacesName)); err != nil {
		panic(err) // of the bench: no verdict
	}
	l.shell, l.other = l.resting("plain"), l.resting("plain")
	l.uts, l.pid = l.resting("uts"), l.resting("pid")
	starter := l.resting("container")
	for _, p := range b.Host.Started(l.running[len(l.running)-1]) {
		if p.Status("PPid") == fmt.Sprint(starter.Pid) { // and none that it has started in its turn
			l.container = p
		}
	}
	return l
}

// resting starts an experiment and waits until it is at rest.
func (l *lab) resting(experiment string) fakehost.Process {
	r := l.Start(fakehost.Command{Args: spaces(experiment, "-")})
	l.running = append(l.running, r)
	if !l.Until(func() bool { return r.Stdout() == "ready\n" || r.Ended() }) || r.Ended() {
		panic(experiment + ": " + grade.Said(r)) // of the bench: no verdict
	}
	return fakehost.Process{Pid: r.Pid}
}

func (l *lab) close() {
	for _, r := range l.running {
		r.Kill()
	}
}

func spaces(experiment, word string) []string {
	return []string{fakehost.Tools + "/" + spacesName, experiment, word}
}

// links tells whether two links lead to the same namespace, with both as the kernel shows them.
func links(one, other string) (key, evidence string) {
	switch {
	case one == "" || other == "":
		return "", fmt.Sprintf("%q, %q", one, other)
	case one == other:
		return "same", one + ", " + other
	}
	return "different", one + ", " + other
}

func (l *lab) compared(one, other fakehost.Process, kind string) (key, evidence string) {
	return links(one.Link("ns/"+kind), other.Link("ns/"+kind))
}

func (l *lab) siblings() (key, evidence string) {
	for _, kind := range []string{"uts", "mnt", "pid", "net"} {
		if key, evidence = l.compared(l.shell, l.other, kind); key != "same" {
			return key, evidence
		}
	}
	return key, evidence
}

func (l *lab) forChildren() (key, evidence string) {
	return links(l.pid.Link("ns/pid"), l.pid.Link("ns/pid_for_children"))
}

// containerNet compares the network, and makes sure of the container by its host name's namespace.
func (l *lab) containerNet() (key, evidence string) {
	if apart, seen := l.compared(l.container, l.shell, "uts"); apart != "different" {
		return "", "no container: " + seen
	}
	return l.compared(l.container, l.shell, "net")
}

// joined has a namespace joined when nobody is in it any more.
func (l *lab) joined(experiment string) (key, evidence string) {
	word := "c-" + l.Token()
	r := l.Run(spaces(experiment, word)...)
	if said := strings.TrimSpace(r.Stdout()); said == word {
		return "yes", fmt.Sprintf("joined, and uname says %q", said)
	}
	return "no", grade.Said(r)
}

func (l *lab) deadPID() (key, evidence string) {
	r := l.Run(spaces("dead-pid", "-")...)
	before, later, _ := strings.Cut(strings.TrimSpace(r.Stdout()), "\n")
	_, later, found := strings.Cut(later, "later: ")
	switch {
	case before != "before: born" || !found:
		return "", before + ", " + grade.Said(r)
	case later == "born":
		return "yes", "a process was started in it"
	}
	return "no", "starting one there: " + later
}
