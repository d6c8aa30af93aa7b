//go:build linux

package grader

import (
	"fmt"
	"math/bits"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a fake host with people in it.
type lab struct {
	*grade.Bench
	tool, token string
	people      map[string]person // by what they are
}

// person is a process, and what the kernel says of it to who looks from the host.
type person struct {
	fakehost.Process
	pid  string // in the fake host
	args []string
	line line // what is to be printed of it
}

// line is one that main.go prints.
type line struct {
	pid, number  string
	apart        string
	capabilities string
	filtered     string
}

var kinds = []string{"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"}

func newLab(b *grade.Bench) *lab {
	l := &lab{Bench: b, tool: fakehost.Tools + "/" + peopleName, token: b.Token(), people: map[string]person{}}
	must(os.Symlink("minibox", b.Path(l.tool)))
	l.start(3, "container", "keep="+l.mask(), "keep="+l.mask(), "for="+l.token)
	l.start(1, "shell", l.token)
	l.start(1, "near", l.token+"0")
	l.start(1, "machine", "-m", "256", "-append", "console=ttyS0 quiet run=/bin/web "+l.token+" -v")
	if !b.Until(func() bool { return slices.ContainsFunc(b.Host.Processes(), isZombie) }) {
		panic("no process has ended") // of the bench: no verdict
	}
	for _, p := range b.Host.Processes() {
		if args := p.Args(); len(args) > 2 && path.Base(args[0]) == peopleName {
			l.people[args[1]] = l.look(p, args)
		}
	}
	return l
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// isZombie tells processes that have ended and are in the list still, without arguments.
func isZombie(p fakehost.Process) bool { return strings.HasPrefix(p.Status("State"), "Z") }

// mask is random capabilities, of the first 24.
func (l *lab) mask() string {
	n, err := strconv.ParseUint(l.Token(), 16, 64)
	must(err)
	return strconv.FormatUint(n&0xff_ffff, 16)
}

// start waits until all are in place.
func (l *lab) start(lines int, args ...string) {
	r := l.Start(fakehost.Command{Args: append([]string{l.tool}, args...)})
	if !l.Until(func() bool { return r.Ended() || strings.Count(r.Stdout(), "in place: ") >= lines }) || r.Ended() {
		panic("processes to be seen: " + grade.Said(r)) // of the bench: no verdict
	}
}

func (l *lab) look(p fakehost.Process, args []string) person {
	numbers := strings.Fields(p.Status("NSpid"))
	first := l.Host.First()
	level := len(strings.Fields(first.Status("NSpid"))) - 1
	var apart []string
	for _, kind := range kinds {
		if p.Link("ns/"+kind) != first.Link("ns/"+kind) {
			apart = append(apart, kind)
		}
	}
	effective, err := strconv.ParseUint(p.Status("CapEff"), 16, 64)
	must(err)
	return person{
		Process: p, pid: numbers[level], args: args,
		line: line{
			pid: numbers[level], number: numbers[len(numbers)-1], apart: strings.Join(apart, ","),
			capabilities: strconv.Itoa(bits.OnesCount64(effective)), filtered: strconv.FormatBool(p.Status("Seccomp") == "2"),
		},
	}
}

// ask runs the learner's program, and reads what it prints.
func (l *lab) ask() (seen []line, f grade.Finding) {
	l.Show("exercises/06-vm/04-who-sees-whom TOKEN")
	r := l.Run(grade.Program, l.token)
	if r.Status() != 0 {
		return nil, grade.Failed("vm.who-sees-whom.gave-up", grade.Said(r))
	}
	for _, text := range strings.Split(strings.TrimSpace(r.Stdout()), "\n") {
		if text == "" {
			continue
		}
		words := strings.Fields(text)
		if len(words) != 5 {
			return nil, grade.Unknown("printed: "+text, grade.Text{EN: "the lines that main.go prints", KO: "main.go가 출력하는 줄"})
		}
		value := func(i int) string { _, v, _ := strings.Cut(words[i], "="); return v }
		seen = append(seen, line{words[0], value(1), value(2), value(3), value(4)})
	}
	return seen, f
}

// all is who is to be seen, those with the fewest walls first.
func all() []string { return []string{"shell", "web", "worker", "inner"} }

func (l *lab) who(pid string) string {
	for name, p := range l.people {
		if p.pid == pid {
			return name
		}
	}
	return ""
}

// sights compares who was found with who is there.
func (l *lab) sights(seen []line) grade.Finding {
	var found []string
	for _, s := range seen {
		found = append(found, l.who(s.pid))
	}
	for _, wrong := range []struct{ name, id string }{
		{"near", "vm.who-sees-whom.part"}, {"container", "vm.who-sees-whom.part"}, {"machine", "vm.who-sees-whom.guest"},
	} {
		if slices.Contains(found, wrong.name) {
			return grade.Failed(wrong.id, l.shown(wrong.name))
		}
	}
	for i, name := range found {
		if name == "" && !l.isHere(seen[i].pid) {
			return grade.Failed("vm.who-sees-whom.itself", "answer TOKEN\nis in the list, and has ended meanwhile")
		}
	}
	for _, name := range all() {
		if !slices.Contains(found, name) {
			return grade.Failed("vm.who-sees-whom.missed", l.shown(name))
		}
	}
	if len(seen) != len(all()) {
		return grade.Unknown(fmt.Sprintf("lines: %d", len(seen)), grade.Text{EN: "4 processes, a line for each", KO: "프로세스 4개, 하나에 한 줄씩"})
	}
	return grade.Finding{}
}

// isHere tells whether there is a process with a number in the fake host.
func (l *lab) isHere(pid string) bool { return l.Lstat("/proc/"+pid) != nil }

// shown is a process's arguments, as they are kept: with what separates them.
func (l *lab) shown(name string) string {
	var quoted []string
	for _, arg := range l.people[name].args[1:] {
		if strings.HasPrefix(arg, "keep=") {
			continue // another one each time, and of no interest
		}
		quoted = append(quoted, fmt.Sprintf("%q", strings.ReplaceAll(arg, l.token, "TOKEN")))
	}
	return "pid " + l.people[name].pid + ", its arguments:\n" + strings.Join(quoted, " ")
}

// walls compares what is told of each with what the kernel says.
func (l *lab) walls(seen []line) grade.Finding {
	for _, name := range all() {
		p := l.people[name]
		got := seen[slices.IndexFunc(seen, func(s line) bool { return s.pid == p.pid })]
		for _, m := range []struct{ id, field, got, want, evidence string }{
			{"vm.who-sees-whom.number", "number=", got.number, p.line.number, "NSpid: " + strings.Join(l.seenFrom(p), " ")},
			{"vm.who-sees-whom.namespaces", "apart=", got.apart, p.line.apart, l.links(p)},
			{"vm.who-sees-whom.capabilities", "capabilities=", got.capabilities, p.line.capabilities, l.sets(p)},
			{"vm.who-sees-whom.filter", "filtered=", got.filtered, p.line.filtered, l.filter(p)},
		} {
			if m.got != m.want {
				return grade.Failed(m.id, fmt.Sprintf("%s\n%s\nprinted: %s", l.shown(name), m.evidence, m.field+m.got), m.field+m.want)
			}
		}
	}
	return grade.Finding{}
}

// seenFrom is a process's numbers from the fake host on inwards.
func (l *lab) seenFrom(p person) []string {
	level := len(strings.Fields(l.Host.First().Status("NSpid"))) - 1
	return strings.Fields(p.Status("NSpid"))[level:]
}

func (l *lab) links(p person) string {
	same := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return slices.Contains(strings.Split(p.line.apart, ","), kind) })
	return "other links in ns/: " + p.line.apart + "\nthe same as ours: " + strings.Join(same, ",")
}

func (l *lab) sets(p person) string {
	return "CapPrm: " + p.Status("CapPrm") + "\nCapEff: " + p.Status("CapEff") + "\nCapBnd: " + p.Status("CapBnd")
}

func (l *lab) filter(p person) string {
	return "Seccomp: " + p.Status("Seccomp") + "\nNoNewPrivs: " + p.Status("NoNewPrivs")
}
