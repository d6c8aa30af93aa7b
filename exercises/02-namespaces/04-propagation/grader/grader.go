//go:build linux

// Package grader judges exercise 02/propagation.
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
		ID: "02/propagation", Folder: "02-namespaces/04-propagation", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A mount that stays inside", KO: "밖으로 나가지 않는 마운트"},
		Answer:   []string{"propagation.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 3 · man 7 mount_namespaces, Shared subtrees", KO: "레슨 2의 3단계 · man 7 mount_namespaces의 Shared subtrees"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const (
	onRoot   = fakehost.Work + "/scratch"     // a directory of the mount at /
	disk     = fakehost.Work + "/disk"        // a mount of its own
	onDisk   = disk + "/scratch"              // a directory of that one
	volume   = disk + "/volume"               // mounted on the disk
	later    = fakehost.Work + "/later"       // where the command mounts afterwards
	laterToo = fakehost.Work + "/disk2/later" // and on a mount that has nothing to do with dir
)

// furnish mounts what a host has. Mounts below shared ones are shared.
func furnish(b *grade.Bench) (word string) {
	word = b.Token()
	b.Dir("scratch")
	b.Dir("later")
	b.Dir("disk")
	b.Dir("disk2")
	grade.Prepared(b.Run(grade.Own("sh", "-c", strings.Join([]string{
		"PATH=" + fakehost.Tools,
		"mount -t tmpfs disk " + disk,
		"mkdir " + onDisk + " " + volume,
		"mount -t tmpfs volume " + volume,
		"mount -t tmpfs disk2 " + fakehost.Work + "/disk2",
		"mkdir " + laterToo,
	}, " && "))...))
	b.Write(onDisk+"/below", "covered\n", 0o644)
	b.Write(onRoot+"/below", "covered\n", 0o644)
	b.Write(volume+"/file", word, 0o644)
	b.TakeAsGiven()
	return word
}

func check(b *grade.Bench) grade.Finding {
	word := furnish(b)
	for _, dir := range []string{onRoot, onDisk} {
		if f := checkScratch(b, dir, word); f.Status != "" {
			return f
		}
	}
	return checkLater(b)
}

// checkScratch looks at a command that has dir as its scratch directory; a Status of "" is no objection.
func checkScratch(b *grade.Bench, dir, word string) grade.Finding {
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, dir}, sentinel...)})
	p, found := b.Await(run, sentinel)
	if !found {
		if f := onHost(b, b.StoppedProcess(run), dir); f.Status != "" {
			return f
		}
		return grade.Failed("ns.propagation.not-started", grade.Said(run), sentinel[0])
	}
	defer run.Kill()
	if f := onHost(b, p, dir); f.Status != "" {
		return f
	}
	if f := mounted(b, p, dir); f.Status != "" {
		return f
	}
	return stillThere(b, p, dir, word)
}

// onHost tells what happened on the host.
func onHost(b *grade.Bench, p fakehost.Process, dir string) grade.Finding {
	if lost := b.Unmounted(); len(lost) > 0 {
		f := grade.Failed("ns.propagation.unmounted-host", "gone from the host: mount "+slices.Max(lost))
		f.Damage = true
		return f
	}
	leaked := b.Mounted()
	if len(leaked) == 0 {
		return grade.Finding{}
	}
	top, holder := mountAt(p, "/"), mountAt(p, disk)
	evidence := "on the host now: " + leaked[0]
	if dir == onDisk && !shared(top) && shared(holder) {
		return grade.Failed("ns.propagation.not-recursive", fmt.Sprintf("%s\n/proc/%d/mountinfo: %s\n/proc/%[2]d/mountinfo: %[4]s", evidence, p.Pid, short(top), short(holder)), disk)
	}
	if shared(top) {
		evidence += fmt.Sprintf("\n/proc/%d/mountinfo: %s", p.Pid, short(top))
	}
	return grade.Failed("ns.propagation.leaked", evidence)
}

func shared(m fakehost.Mount) bool { return strings.Contains(m.Propagated, "shared") }

func short(m fakehost.Mount) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s", m.Point, m.Propagated)) + " - " + m.Type
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

// device is the third field of mountinfo: which file system it is, wherever it is mounted.
func device(m fakehost.Mount) string { return strings.Fields(m.Line)[2] }

// mounted tells a command that has no new tmpfs on dir.
func mounted(b *grade.Bench, p fakehost.Process, dir string) grade.Finding {
	m := mountAt(p, dir)
	if m.Point == "" || m.Type != "tmpfs" {
		return grade.Failed("ns.propagation.not-mounted", fmt.Sprintf("/proc/%d/mountinfo has no tmpfs for %s", p.Pid, dir), dir)
	}
	for _, h := range b.Host.First().Mounts() {
		if device(h) == device(m) {
			return grade.Failed("ns.propagation.not-mounted", fmt.Sprintf("/proc/%d/mountinfo: %s, the file system of the host's %s", p.Pid, short(m), h.Point), dir)
		}
	}
	if entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/root%s", p.Pid, dir)); err != nil || len(entries) > 0 {
		return grade.Failed("ns.propagation.not-empty", fmt.Sprintf("/proc/%d/mountinfo: %s; files in it: %d", p.Pid, short(m), len(entries)), dir)
	}
	return grade.Finding{}
}

// stillThere tells a command that has lost what was mounted before.
func stillThere(b *grade.Bench, p fakehost.Process, dir, word string) grade.Finding {
	for _, m := range b.Host.First().Mounts() {
		if mountAt(p, m.Point).Point == "" {
			return grade.Failed("ns.propagation.mounts-lost", fmt.Sprintf("/proc/%d/mountinfo has no line for %s", p.Pid, m.Point), m.Point)
		}
	}
	if text, _ := b.ReadIn(p, volume+"/file"); text != word {
		return grade.Failed("ns.propagation.mounts-lost", fmt.Sprintf("/proc/%d/root%s/file is not what it was", p.Pid, volume), volume)
	}
	return grade.Finding{}
}

// checkLater has the command mount something itself.
func checkLater(b *grade.Bench) grade.Finding {
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	mount := strings.Join(grade.Own("mount", "-t", "tmpfs", "later"), " ")
	script := fmt.Sprintf("%[1]s %[2]s && %[1]s %[3]s && exec %[4]s", mount, later, laterToo, strings.Join(sentinel, " "))
	run := b.Start(fakehost.Command{Args: []string{grade.Program, onDisk, "/bin/sh", "-c", script}})
	p, found := b.Await(run, sentinel)
	if !found {
		return grade.Unknown(grade.Said(run), grade.Text{EN: "a command that can mount", KO: "마운트를 할 수 있는 명령"})
	}
	defer run.Kill()
	leaked := b.Mounted()
	if i := slices.IndexFunc(leaked, func(point string) bool { return point == later || point == laterToo }); i >= 0 {
		from := "/"
		if leaked[i] == laterToo {
			from = fakehost.Work + "/disk2"
		}
		return grade.Failed("ns.propagation.later", fmt.Sprintf("on the host now: %s\n/proc/%d/mountinfo: %s", leaked[i], p.Pid, short(mountAt(p, from))), leaked[i])
	}
	for _, point := range []string{later, laterToo} {
		if mountAt(p, point).Point == "" {
			return grade.Unknown("the command mounted something on "+point+", and has it not", grade.Text{EN: "a command that can mount", KO: "마운트를 할 수 있는 명령"})
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "five mounts were made in three namespaces, and the host has got none of them",
		KO: "네임스페이스 셋에서 마운트를 다섯 번 했지만 호스트에는 하나도 나타나지 않았어요",
	})
}
