//go:build linux

// Package grader judges exercise 02/hostname.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/hostname", Folder: "02-namespaces/02-hostname", Kind: grade.Code, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A name of one's own", KO: "자기만의 이름"},
		Answer:   []string{"hostname.go"},
		LookAt:   grade.Text{EN: "lesson 2, steps 1 and 2 · man 7 uts_namespaces", KO: "레슨 2의 1, 2단계 · man 7 uts_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	first, f := startNamed(b)
	if f.Status != "" {
		return f
	}
	defer first.run.Kill()
	second, f := startNamed(b)
	if f.Status != "" {
		return f
	}
	defer second.run.Kill()
	if f := first.look(b); f.Status != "" { // once more, now that there is another one
		return f
	}
	return checkEnd(b)
}

// named is a command that was asked for under a name.
type named struct {
	name string
	run  *fakehost.Running
	p    fakehost.Process
}

// startNamed starts a command under a random name; a Status of "" is no objection.
func startNamed(b *grade.Bench) (named, grade.Finding) {
	sentinel := b.Sentinel()
	n := named{name: "c-" + b.Token()}
	n.run = b.Start(fakehost.Command{Args: append([]string{grade.Program, n.name}, sentinel...)})
	var found bool
	if n.p, found = b.Await(n.run, sentinel); !found {
		if f := host(b); f.Status != "" {
			return n, f
		}
		return n, grade.Failed("ns.hostname.not-started", grade.Said(n.run), sentinel[0])
	}
	return n, n.look(b)
}

// host tells what has become of the host's own name, and of the file of that name.
func host(b *grade.Bench) grade.Finding {
	if name := b.Host.First().Hostname(); name != fakehost.Name {
		return grade.Failed("ns.hostname.host-renamed", fmt.Sprintf("the host's name is now %q", name), fakehost.Name)
	}
	if text, _ := b.Read("/etc/hostname"); strings.TrimSpace(text) != fakehost.Name {
		f := grade.Failed("ns.hostname.file", fmt.Sprintf("the host's /etc/hostname says %.40q", text), fakehost.Name)
		f.Damage = true
		return f
	}
	return grade.Finding{}
}

// look judges the running command; a Status of "" is no objection.
func (n named) look(b *grade.Bench) grade.Finding {
	if f := host(b); f.Status != "" {
		return f
	}
	link := fmt.Sprintf("/proc/%d/ns/uts -> %s", n.p.Pid, n.p.Link("ns/uts"))
	if n.p.Same("ns/uts", fmt.Sprintf("/proc/%d/ns/uts", b.Host.Init)) {
		return grade.Failed("ns.hostname.no-namespace", link+", the host's")
	}
	switch name := n.p.Hostname(); name {
	case n.name:
		return grade.Finding{}
	case fakehost.Name:
		return grade.Failed("ns.hostname.not-set", fmt.Sprintf("%s\nuname there says %q", link, name), n.name)
	default:
		return grade.Failed("ns.hostname.other-name", fmt.Sprintf("%s\nuname there says %q", link, name), n.name)
	}
}

// checkEnd has a command print its name and end.
func checkEnd(b *grade.Bench) grade.Finding {
	name, word := "c-"+b.Token(), b.Token()
	hostname := fakehost.Tools + "/hostname"
	run := b.Run(grade.Program, name, "/bin/sh", "-c", "echo "+word+"; "+hostname+"; exit 7")
	if run.Stdout() != word+"\n"+name+"\n" {
		return grade.Failed("ns.hostname.faked", fmt.Sprintf("stdout %.80q, %s", run.Stdout(), grade.Said(run)), word, name)
	}
	if run.Status() != 7 {
		return grade.Failed("ns.hostname.status-lost", "after `sh -c '…; exit 7'`: "+grade.Ending(run))
	}
	if f := host(b); f.Status != "" {
		return f
	}
	return grade.PassedWith(grade.Text{
		EN: "three commands had three names, and the host is still called %[1]s",
		KO: "명령 셋이 저마다 다른 이름을 가졌고, 호스트의 이름은 여전히 %[1]s예요",
	}, fakehost.Name)
}
