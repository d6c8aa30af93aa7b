//go:build linux

package grader

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// measure makes the container of that name on the fake host, and finds out what is wrong with it: from its first
// process, not from its name.
func measure(b *grade.Bench, name string, c grade.Cause) (grade.Measured, error) {
	tool := fakehost.Tools + "/" + boxName
	if err := os.Symlink("minibox", b.Path(tool)); err != nil && !errors.Is(err, fs.ErrExist) {
		return grade.Measured{}, err
	}
	root := fakehost.Work + "/R"
	if b.Lstat(root) == nil {
		b.BaseRoot("R")
	}
	sentinel := b.Sentinel()
	r := b.Start(fakehost.Command{Args: append([]string{tool, string(c), root}, sentinel...)})
	defer r.Kill()
	p, found := b.Await(r, sentinel)
	if !found {
		return grade.Measured{}, errors.New(grade.Said(r))
	}
	m := look(b.Host.First(), p)
	m.Evidence = name + ": " + m.Evidence
	return m, nil
}

// look tells the mistake by the looks that the README names.
func look(host, p fakehost.Process) grade.Measured {
	same := func(kind string) bool { return p.Link("ns/"+kind) == host.Link("ns/"+kind) }
	device, there := procDevice(p)
	hosts, _ := procDevice(host)
	switch {
	case same("pid"):
		return because(noPIDNamespace, "ns/pid is the host's, NSpid shows one number")
	case same("uts"):
		return because(noUTSNamespace, "ns/uts is the host's")
	case !same("user") && isEmpty(p, "uid_map"):
		return because(noMap, "ns/user is its own, uid_map is empty")
	case !there:
		return because(procMissing, "mountinfo has no line for /proc")
	case device == hosts && sameRoot(host, p):
		return because(procInherited, "/proc is the host's device, and so is /, with all that is mounted below")
	case device == hosts:
		return because(procBound, "/proc is the host's device, in a root of the container's own")
	}
	return because("", fmt.Sprintf("/proc is device %s", device))
}

// procDevice is the device of the procfs that the process finds at /proc; in mountinfo it is the third field.
func procDevice(p fakehost.Process) (device string, there bool) {
	for _, m := range p.Mounts() {
		if m.Point == "/proc" && m.Type == "proc" {
			device, there = strings.Fields(m.Line)[2], true
		}
	}
	return device, there
}

func isEmpty(p fakehost.Process, name string) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.Pid, name))
	return err == nil && len(text) == 0
}

// sameRoot tells whether the process has the host's root directory.
func sameRoot(host, p fakehost.Process) bool {
	return p.Same("root", fmt.Sprintf("/proc/%d/root", host.Pid))
}

func because(c grade.Cause, evidence string) grade.Measured {
	return grade.Measured{Cause: c, Evidence: evidence}
}
