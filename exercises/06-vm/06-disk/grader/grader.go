//go:build linux

// Package grader judges exercise 06/disk with files of random sizes.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "06/disk", Folder: "06-vm/06-disk", Kind: grade.Measure, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What an image really takes on disk", KO: "이미지가 디스크에서 정말 차지하는 크기"},
		Answer:   []string{"disk.go"},
		LookAt:   grade.Text{EN: "lesson 6, step 10 · man 2 stat · man 7 inode", KO: "레슨 6의 10단계 · man 2 stat · man 7 inode"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	for _, scene := range []func(*lab) trial{sparse, tree, hardLinks, symlinks, shared, devices} {
		t := scene(newLab(b))
		if f := t.judge(); f.Status != "" {
			return f
		}
	}
	if f := missing(newLab(b)); f.Status != "" {
		return f
	}
	return grade.PassedWith(grade.Text{
		EN: "a disk image with holes, layers, hard links and links out of the image: all sizes are those that the kernel has on record",
		KO: "구멍 난 디스크 이미지, 레이어, 하드 링크, 이미지 밖으로 나가는 링크까지, 크기가 모두 커널의 기록과 같아요",
	})
}

// trial is a call of the program, and what it may be wrong about.
type trial struct {
	*lab
	images   []image
	suspects []suspect
	seen     string // evidence: what the kernel says
}

type image struct {
	name  string
	paths []string
}

// suspect is a mistake, and the way of measuring that makes it.
type suspect struct {
	id  string
	way way
}

// judge compares what the program prints with the sizes; a Status of "" is no objection.
func (t trial) judge() grade.Finding {
	args, all := []string{grade.Program}, image{name: "all"}
	for _, i := range t.images {
		args = append(args, i.name+"="+strings.Join(i.paths, ","))
		all.paths = append(all.paths, i.paths...)
	}
	// The directory has another name each time, and says nothing.
	t.Show(strings.ReplaceAll("exercises/06-vm/06-disk "+strings.Join(args[1:], " "), t.dir+"/", ""))
	run := t.Run(args...)
	lines := strings.Split(run.Stdout(), "\n")
	for n, i := range append(t.images, all) {
		want := t.measure(i.paths, way{})
		if n >= len(lines) || run.Status() != 0 && lines[n] == "" {
			return grade.Failed(t.whyNot(), t.seen+"\n"+grade.Said(run), want.String())
		}
		got, ok := parse(lines[n], i.name)
		if !ok {
			return grade.Unknown(t.seen+"\nprinted: "+lines[n], printed)
		}
		if got != want {
			return t.wrong(i, got, want)
		}
	}
	return grade.Finding{}
}

// whyNot is what it is to give up. A link that leads nowhere is an error only to those who follow it.
func (t trial) whyNot() string {
	if t.suspects[0].id == symlinkID {
		return symlinkID
	}
	return "vm.disk.gave-up"
}

var printed = grade.Text{
	EN: "a line for each image, and one for all, as main.go prints them",
	KO: "main.go가 출력하는 대로, 이미지마다 한 줄과 전체 한 줄",
}

func (t trial) wrong(i image, got, want size) grade.Finding {
	evidence := fmt.Sprintf("%s\n%s, printed: %s%s", t.seen, i.name, got, got.little(want))
	for _, s := range t.suspects {
		if got.explained(want, t.measure(i.paths, s.way)) {
			return grade.Failed(s.id, evidence, want.String())
		}
	}
	return grade.Unknown(evidence, grade.Text{EN: want.String(), KO: want.String()})
}

// missing is a path that is not there, after one that is.
func missing(l *lab) grade.Finding {
	there := l.file("layer/etc/passwd", kilobytes(2, 9))
	gone := l.dir + "/gone"
	l.Show("exercises/06-vm/06-disk web=gone,layer/etc/passwd")
	run := l.Run(grade.Program, "web="+gone+","+there)
	if run.Status() != 0 {
		return grade.Finding{}
	}
	first, _, _ := strings.Cut(run.Stdout(), "\n")
	if got, ok := parse(first, "web"); ok {
		first = got.String()
	}
	return grade.Failed("vm.disk.silent", "gone: no such file or directory\nprinted: "+first)
}
