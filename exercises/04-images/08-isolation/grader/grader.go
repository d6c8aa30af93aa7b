//go:build linux

// Package grader judges exercise 04/isolation.
package grader

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/04-images/layers"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/isolation", Folder: "04-images/08-isolation", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Needs:    []string{"04/overlay"},
		Title:    grade.Text{EN: "Two containers of one image", KO: "이미지 하나로 컨테이너 둘"},
		Answer:   []string{"prepare.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 7 · docs.kernel.org/filesystems/overlayfs.html, \"Sharing and copying layers\"", KO: "레슨 4의 7단계 · docs.kernel.org/filesystems/overlayfs.html의 \"Sharing and copying layers\""},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	if !layers.CanOverlay(b) {
		return grade.Cannot(noOverlay)
	}
	i := newImage(b)
	a, second := container{"A", b.Dir("containers/" + b.Token())}, container{"B", b.Dir("containers/" + b.Token())}
	for _, c := range []container{a, second} {
		if f := i.start(b, c); f.Status != "" {
			return f
		}
	}
	if f := ownWork(b); f.Status != "" {
		return f
	}
	word := b.Token()
	if f := i.change(b, a, word); f.Status != "" {
		if upper := twice(b, "upperdir="); upper != "" {
			return grade.Failed("img.isolation.one-upper", "mountinfo has two overlays with upperdir="+upper)
		}
		return f
	}
	if changed := i.changed(b); changed != "" {
		return grade.Failed("img.isolation.image-changed", changed)
	}
	if f := i.untouched(b, second); f.Status != "" {
		return f
	}
	third := container{"C", b.Dir("containers/" + b.Token())}
	if f := i.start(b, third); f.Status != "" {
		return f
	}
	if f := i.untouched(b, third); f.Status != "" {
		return f
	}
	if fresh := a.read(b, "fresh"); fresh != word {
		return grade.Unknown("A/fresh, after C was prepared: "+fresh, apart)
	}
	if upper := a.upper(b); strings.HasPrefix(upper, "/") && !strings.HasPrefix(upper, a.dir+"/") {
		return grade.Failed("img.isolation.elsewhere", "DIR of A is "+a.dir+"\nmountinfo, of A/root: upperdir="+upper)
	}
	return grade.PassedWith(grade.Text{
		EN: "A has what it wrote, B and C have the image as it was, and the image takes up its space once",
		KO: "A에는 A가 쓴 것이 있고, B와 C에는 이미지가 그대로 보이고, 이미지는 자리를 한 번만 차지해요",
	})
}

// start has a container prepared, and looks whether it has the image's files and no copy of them.
func (i image) start(b *grade.Bench, c container) grade.Finding {
	before := used(b)
	b.Show("exercises/04-images/08-isolation " + c.name + " BASE TOP")
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, c.dir}, i.layers...)})
	b.Settle(run)
	defer run.Kill()
	ended := run.Ended() && run.Status() == 0
	switch {
	case !ended && c.name != "A":
		return grade.Failed("img.isolation.only-one", said(run, ended), c.name)
	case !ended:
		return grade.Failed("img.isolation.not-prepared", said(run, ended))
	case b.Lstat(c.dir+"/root") == nil:
		return grade.Failed("img.isolation.not-prepared", grade.Ending(run)+"\n"+c.name+"/root: (no such file)")
	}
	var lacks []string
	for _, f := range i.files {
		if !f.big() && c.read(b, f.name) != f.text && c.read(b, "fresh") == none {
			lacks = append(lacks, fmt.Sprintf("%s/root/%s: %s", c.name, f.name, c.read(b, f.name)))
		}
	}
	if len(lacks) > 0 && !slices.Contains(b.Mounted(), c.dir+"/root") {
		lacks = append(lacks, "on the host nothing is mounted at "+c.name+"/root")
	}
	if len(lacks) > 0 {
		return grade.Failed("img.isolation.incomplete", strings.Join(lacks, "\n"))
	}
	if more := used(b) - before; more > bigSize/2 {
		return grade.Failed("img.isolation.copied", fmt.Sprintf("used on the disk for %s: %d MiB more, and the image has %d MiB", c.name, more>>20, 2*bigSize>>20))
	}
	return grade.Finding{}
}

func said(run *fakehost.Running, ended bool) string {
	if ended || run.Ended() {
		return grade.Ending(run)
	}
	return grade.Said(run)
}

// ownWork looks for two overlays with one work directory: the kernel warns of that, and empties it for the one that comes later.
func ownWork(b *grade.Bench) grade.Finding {
	seen := map[string]bool{}
	for _, m := range b.Host.First().Mounts() {
		if m.Type != "overlay" {
			continue
		}
		_, options, _ := strings.Cut(m.Line, " - ")
		upper, work := option(options, "upperdir="), option(options, "workdir=")
		if strings.HasPrefix(work, "/") && seen[work] && !seen["upper "+upper] {
			return grade.Failed("img.isolation.shared-work", "mountinfo has two overlays with workdir="+work)
		}
		seen[work], seen["upper "+upper] = true, true
	}
	return grade.Finding{}
}

// twice is the first directory that two overlays have for one option, "" if there is none.
func twice(b *grade.Bench, name string) string {
	seen := map[string]bool{}
	for _, m := range b.Host.First().Mounts() {
		value := option(m.Line, name)
		if m.Type == "overlay" && strings.HasPrefix(value, "/") && seen[value] {
			return value
		}
		seen[value] = true
	}
	return ""
}

func option(line, name string) string {
	_, value, _ := strings.Cut(line, name)
	value, _, _ = strings.Cut(value, ",")
	return value
}
