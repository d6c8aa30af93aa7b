//go:build linux

// Package grader judges exercise 02/readonly.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/readonly", Folder: "02-namespaces/13-readonly", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A second view that cannot write", KO: "같은 파일, 쓸 수 없는 자리"},
		Answer:   []string{"readonly.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 3 · man 2 mount", KO: "레슨 2의 3단계 · man 2 mount"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const (
	disk      = fakehost.Work + "/disk"
	source    = disk + "/data"
	target    = fakehost.Work + "/view"
	elsewhere = fakehost.Work + "/elsewhere"
)

// forbidden is what the mount of source forbids, and its second view has to.
var forbidden = []string{"nosuid", "nodev", "noexec"}

func check(b *grade.Bench) grade.Finding {
	b.Dir("disk")
	b.Dir("view")
	b.Dir("elsewhere")
	grade.Prepared(b.Run(grade.Own("mount", "-t", "tmpfs", "-o", strings.Join(forbidden, ","), "disk", disk)...))
	b.Write(source+"/file", b.Token(), 0o644)
	b.TakeAsGiven()
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, source, target}, sentinel...)})
	defer run.Kill()
	p, found := b.Await(run, sentinel)
	if host := mountAt(b.Host.First(), disk); !writable(b) {
		return grade.Failed("ns.readonly.superblock", "on the host now: "+short(host)+"\na file of the host cannot be written there")
	}
	if !found {
		return grade.Failed("ns.readonly.not-started", grade.Said(run), sentinel[0])
	}
	if f := look(b, p); f.Status != "" {
		return f
	}
	return checkWriting(b)
}

// writable tells whether the host can still write.
func writable(b *grade.Bench) bool {
	return os.WriteFile(b.Path(source+"/by-the-host"), nil, 0o644) == nil
}

// mountAt is the uppermost mount of the process at a place.
func mountAt(p fakehost.Process, point string) (found fakehost.Mount) {
	for _, m := range p.Mounts() {
		if m.Point == point {
			found = m
		}
	}
	return found
}

// short is a line of mountinfo without its numbers: the flags of the mount, and, behind the dash, those of
// the file system.
func short(m fakehost.Mount) string {
	_, system, _ := strings.Cut(m.Line, " - ")
	fields := strings.Fields(system)
	flags, _, _ := strings.Cut(fields[len(fields)-1], ",")
	return fmt.Sprintf("%s %s - %s %s", m.Point, m.Options, m.Type, flags)
}

// look judges the mount that the command has; a Status of "" is no objection.
func look(b *grade.Bench, p fakehost.Process) grade.Finding {
	m := mountAt(p, target)
	if m.Point == "" {
		evidence := fmt.Sprintf("/proc/%d/mountinfo has no line for %s", p.Pid, target)
		if mountAt(p, source).Point != "" {
			evidence += ", and a new one for " + source
		}
		return grade.Failed("ns.readonly.not-mounted", evidence)
	}
	word := b.Token()
	b.Write(source+"/late", word, 0o644)
	if text, _ := b.ReadIn(p, target+"/late"); text != word {
		return grade.Failed("ns.readonly.copy", fmt.Sprintf("%s/late was written just now,\n%s/late is not there", source, target))
	}
	options := strings.Split(m.Options, ",")
	line := fmt.Sprintf("/proc/%d/mountinfo:\n%s", p.Pid, short(m))
	if !slices.Contains(options, "ro") {
		return grade.Failed("ns.readonly.writable", line)
	}
	for _, flag := range forbidden {
		if !slices.Contains(options, flag) {
			return grade.Failed("ns.readonly.flags-lost", line, flag)
		}
	}
	return grade.Finding{}
}

// checkWriting has the command write.
func checkWriting(b *grade.Bench) grade.Finding {
	word := b.Token()
	run := b.Run(grade.Program, source, target, "/bin/sh", "-c",
		fmt.Sprintf("echo %[1]s >%[2]s/file; echo %[1]s >%[3]s/file; echo %[1]s >%[4]s/written", word, elsewhere, target, source))
	if text, _ := b.Read(elsewhere + "/file"); text != word+"\n" {
		return grade.Unknown("the command could not write "+elsewhere+"/file: "+grade.Said(run), grade.Text{EN: "a command that can write elsewhere", KO: "다른 곳에는 쓸 수 있는 명령"})
	}
	if text, _ := b.Read(source + "/file"); text == word+"\n" {
		return grade.Failed("ns.readonly.writable", target+"/file was written, and the host's "+source+"/file with it")
	}
	if text, _ := b.Read(source + "/written"); text != word+"\n" {
		return grade.Failed("ns.readonly.both", "the command could not write "+source+"/written")
	}
	return grade.PassedWith(grade.Text{
		EN: "the same files, written at the one place and refused at the other",
		KO: "같은 파일인데 한 자리에서는 쓰이고 다른 자리에서는 거부됐어요",
	})
}
