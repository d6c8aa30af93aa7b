//go:build linux

package grader

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// kinds are the namespaces that are tried, one at a time.
var kinds = []string{"mnt", "uts", "ipc", "pid", "net", "user"}

var (
	which = append(append([]string{}, kinds...), "none")
	yesNo = []string{"yes", "no"}
)

var prediction = grade.Prediction{IDs: "ns.not-namespaced", Questions: []grade.Question{
	grade.Ask("hostname", which...), grade.Ask("signal", which...), grade.Ask("shared-memory", which...), grade.Ask("port", which...), grade.Ask("ttl", which...),
	grade.Ask("swappiness", which...), grade.Ask("clock", which...), grade.Ask("memory", which...), grade.Ask("host-sees", yesNo...), grade.Ask("mknod", yesNo...),
}}

// lab is a fake host with a process, a shared memory segment and a listener.
type lab struct {
	*grade.Bench
	tool    string
	args    []string // of try
	process *fakehost.Running
	outside map[string]string   // what is found on the host
	apart   map[string][]string // question → kinds of namespace in which it differs
}

// state is what a process in a wrong namespace changes on the host itself.
type state struct{ hostname, ttl string }

const heldPort = "4711"

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, tool: fakehost.Tools + "/" + probeName, apart: map[string][]string{}}
	if err := os.Symlink("minibox", b.Path(l.tool)); err != nil {
		panic(err) // of the bench: no verdict
	}
	const key = "55001"
	grade.Prepared(b.Run(l.tool, "host", "prepare", key))
	sentinel := b.Sentinel()
	l.process = b.Start(fakehost.Command{Args: append([]string{l.tool, "host", "hold", heldPort, fakehost.Tools + "/sleep"}, sentinel[1])})
	p, found := b.Await(l.process, sentinel)
	if !found {
		panic("no process of the host: " + grade.Said(l.process)) // as above
	}
	l.args = []string{"changed", pidOnHost(p), key, heldPort, "77", fmt.Sprint(time.Now().Unix())}
	l.tryAll()
	return l
}

func (l *lab) close() { l.process.Kill() }

// tryAll makes a namespace of each kind and compares. What was set inside counts as the namespace's own if
// the host's is as before.
func (l *lab) tryAll() {
	before := l.state()
	l.outside = l.try("host")
	l.restore(before)
	for _, kind := range kinds {
		found := l.try(kind)
		after := l.state()
		for _, q := range prediction.Questions {
			seen, asked := found[q.Name]
			differs := seen != l.outside[q.Name]
			switch q.Name {
			case "hostname":
				differs = seen == "set" && after.hostname == before.hostname
			case "ttl":
				differs = seen == "set" && after.ttl == before.ttl
			}
			if asked && differs {
				l.apart[q.Name] = append(l.apart[q.Name], kind)
			}
		}
		l.restore(before)
	}
}

func (l *lab) try(kind string) map[string]string {
	r := l.Run(append([]string{l.tool, kind, "try"}, l.args...)...)
	grade.Prepared(r)
	found := map[string]string{}
	for _, line := range strings.Split(r.Stdout(), "\n") {
		if name, seen, ok := strings.Cut(line, "="); ok {
			found[name] = seen
		}
	}
	return found
}

func (l *lab) state() state {
	name := l.Run(grade.Own("hostname")...)
	ttl := l.Run(grade.Own("cat", ttlFile)...)
	grade.Prepared(name)
	grade.Prepared(ttl)
	return state{strings.TrimSpace(name.Stdout()), strings.TrimSpace(ttl.Stdout())}
}

func (l *lab) restore(s state) { grade.Prepared(l.Run(l.tool, "host", "restore", s.hostname, s.ttl)) }

// measure is the right word, with what was seen.
func (l *lab) measure(name string) (key, evidence string) {
	switch name {
	case "host-sees":
		return l.hostSees()
	case "mknod":
		return l.mknod()
	}
	switch apart := l.apart[name]; len(apart) {
	case 0:
		return "none", "tried in a new " + strings.Join(kinds, ", ") + " namespace: all the same"
	case 1:
		return apart[0], "tried in a new " + strings.Join(kinds, ", ") + " namespace: its own in one of them, " + apart[0]
	default:
		return "", "differs in " + strings.Join(apart, ", ")
	}
}

func (l *lab) hostSees() (key, evidence string) {
	sentinel := l.Sentinel()
	r := l.Start(fakehost.Command{Args: []string{l.tool, "pid", "run", fakehost.Tools + "/sleep", sentinel[1]}})
	defer r.Kill()
	p, found := l.Await(r, sentinel)
	if !found {
		return "", grade.Said(r)
	}
	numbers := strings.Fields(p.Status("NSpid"))
	ps := l.Run(grade.Own("ps")...)
	evidence = fmt.Sprintf("NSpid ends with %s; the host's ps ", numbers[len(numbers)-1])
	if strings.Contains(ps.Stdout(), sentinel[1]) {
		return "yes", evidence + "lists sleep " + sentinel[1]
	}
	grade.Prepared(ps)
	return "no", evidence + "has no sleep " + sentinel[1]
}

func (l *lab) mknod() (key, evidence string) {
	r := l.Run(l.tool, "user", "mknod")
	if r.Status() == 0 {
		return "yes", "mknod: done"
	}
	first, _, _ := strings.Cut(r.Stderr(), "\n")
	return "no", "mknod(2), with all capabilities in a user namespace: " + strings.TrimPrefix(first, probeName+": ")
}

// pidOnHost is the number a process has in the fake host, which is a PID namespace.
func pidOnHost(p fakehost.Process) string {
	numbers := strings.Fields(p.Status("NSpid"))
	return numbers[len(numbers)-1]
}
