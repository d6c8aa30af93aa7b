//go:build linux

// Package grader judges exercise 03/which with the files of a dozen machines.
package grader

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "03/which", Folder: "03-cgroups/01-which", Kind: grade.Code, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Which group am I in, and of which version?", KO: "나는 어느 그룹에, 어느 버전에 있을까?"},
		Answer:   []string{"which.go"},
		LookAt:   grade.Text{EN: "lesson 3, step 1 · man 7 cgroups · man 5 proc_pid_mountinfo", KO: "레슨 3의 1단계 · man 7 cgroups · man 5 proc_pid_mountinfo"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for i, m := range machines {
		if f := try(b, i, m.with(b.Token())); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the group was found on %[1]s machines, or was said to be out of reach",
		KO: "머신 %[1]s대에서 그룹을 찾았거나, 닿을 수 없다고 맞게 말했어요",
	}, fmt.Sprint(len(machines)))
}

// try compares what the program prints with the group that it is; a Status of "" is no objection.
func try(b *grade.Bench, i int, m machine) grade.Finding {
	mountinfo, cgroup := fmt.Sprintf("%s/machine-%d/mountinfo", fakehost.Work, i), fmt.Sprintf("%s/machine-%d/cgroup", fakehost.Work, i)
	b.Write(mountinfo, m.mountinfo, 0o644)
	b.Write(cgroup, m.cgroup, 0o644)
	b.Show("exercises/03-cgroups/01-which MOUNTINFO CGROUP " + m.controller)
	run := b.Run(grade.Program, mountinfo, cgroup, m.controller)
	got := cleaned(strings.TrimSpace(run.Stdout()))
	switch {
	case got == m.want && (m.want == "") == (run.Status() != 0):
		return grade.Finding{}
	case m.want == "":
		return grade.Failed("cg.which.unreachable", m.shown("printed: "+got))
	case got == "":
		return grade.Failed("cg.which."+m.id, m.shown(grade.Said(run)), m.want)
	}
	return grade.Failed("cg.which."+m.mistake(got), m.shown("printed: "+got), m.want)
}

// cleaned takes a directory's slash in the end for what it is.
func cleaned(answer string) string {
	version, dir, both := strings.Cut(answer, " ")
	if !both {
		return answer
	}
	return version + " " + filepath.Clean(dir)
}

// mistake names what is wrong with an answer.
func (m machine) mistake(got string) string {
	version, dir, _ := strings.Cut(got, " ")
	wanted, place, _ := strings.Cut(m.want, " ")
	switch {
	case version != wanted:
		return "version"
	case (m.id == "not-found" || m.id == "version") && strings.HasPrefix(place, dir+"/"):
		return "own-group"
	case m.id == "version": // which is right; on this machine a tree is not at the usual place either
		return "assumed-mount"
	}
	return m.id
}

// shown is the evidence: the lines that matter, and what was said.
func (m machine) shown(said string) string {
	lines := []string{m.what + ", controller " + m.controller}
	for _, line := range strings.Split(strings.TrimSpace(m.cgroup), "\n") {
		if fields := strings.SplitN(line, ":", 3); fields[1] == "" || strings.Contains(fields[1], m.controller) {
			lines = append(lines, line)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(m.mountinfo), "\n") {
		_, kind, _ := strings.Cut(line, " - ")
		if strings.HasPrefix(kind, "cgroup2 ") || strings.HasPrefix(kind, "cgroup ") && strings.Contains(kind, m.controller) {
			lines = append(lines, line)
		}
	}
	return strings.Join(append(lines, said), "\n")
}
