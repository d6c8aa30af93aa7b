//go:build linux

// Package grader judges exercise 04/commit.
package grader

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/commit", Folder: "04-images/09-commit", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A container becomes a layer", KO: "컨테이너가 레이어가 되기까지"},
		Answer:   []string{"commit.go"},
		LookAt:   grade.Text{EN: "lesson 4, steps 4 and 8 · go doc archive/tar · OCI image-spec, layer.md", KO: "레슨 4의 4, 8단계 · go doc archive/tar · OCI image-spec의 layer.md"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

const (
	dir  = fakehost.Work + "/container"
	file = fakehost.Work + "/layer.tar"
)

func check(b *grade.Bench) grade.Finding {
	c := newContainer(b)
	if !c.mount() {
		return grade.Cannot(noOverlay)
	}
	if !c.change() {
		return grade.Cannot(noMarks)
	}
	before := c.inUpper()
	run := b.Start(fakehost.Command{Args: []string{grade.Program, dir, file}})
	b.Settle(run)
	defer run.Kill()
	switch text, there := b.Read(file); {
	case !run.Ended():
		return grade.Failed("img.commit.not-written", grade.Said(run))
	case run.Status() != 0 || !there || text == "":
		return grade.Failed("img.commit.not-written", fmt.Sprintf("%s\nFILE.tar: %d bytes", grade.Ending(run), len(text)))
	default:
		l, err := read(text)
		if err != nil {
			return grade.Failed("img.commit.not-a-tar", fmt.Sprintf("FILE.tar, read as a tar, after %d entries: %v", len(l), err))
		}
		if f := c.judge(l); f.Status != "" {
			return f
		}
		if after := c.inUpper(); !slices.Equal(before, after) {
			return grade.Failed("img.commit.upper-changed", "in DIR/upper before: "+strings.Join(before, ", ")+"\nand after: "+strings.Join(after, ", "))
		}
		return grade.PassedWith(grade.Text{
			EN: "the layer has %[1]s entries: what was changed, with its modes and times, and a mark for each thing that is gone",
			KO: "레이어에 항목이 %[1]s개 있어요. 바뀐 것이 모드와 시각까지 그대로 있고, 없어진 것마다 표시가 있어요",
		}, fmt.Sprint(len(l)))
	}
}

// judge looks for the mistake at the root: names first, then what is too much, then the marks, then the files.
func (c *container) judge(l layer) grade.Finding {
	for _, look := range []func(layer) grade.Finding{c.names, c.unchanged, c.deletions, c.replaced, c.hidden, c.files} {
		if f := look(l); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

func (c *container) names(l layer) grade.Finding {
	for _, e := range l {
		if strings.HasPrefix(e.header.Name, "/") {
			return grade.Failed("img.commit.names", "in the layer: /"+first(l))
		}
	}
	if l["etc/motd"].header == nil && l["motd"].header != nil {
		return grade.Failed("img.commit.names", "in the layer: motd")
	}
	for name := range l {
		if deeper, ok := strings.CutSuffix(name, "/etc/motd"); ok && l["etc/motd"].header == nil {
			return grade.Failed("img.commit.names", "in the layer: "+deeper+"/etc/motd")
		}
	}
	return grade.Finding{}
}

func (c *container) unchanged(l layer) grade.Finding {
	var same []string
	for name := range l {
		if slices.Contains(untouched, name) {
			same = append(same, name)
		}
	}
	if len(same) > 0 {
		return grade.Failed("img.commit.whole-image", fmt.Sprintf("%d entries; nobody has changed %s", len(l), slices.Min(same)))
	}
	return grade.Finding{}
}

func (c *container) deletions(l layer) grade.Finding {
	for name, mark := range deleted {
		e := l[name]
		switch {
		case e.header != nil && e.device():
			return grade.Failed("img.commit.device", fmt.Sprintf("in the layer: etc/doomed or opt, a character device %d/%d", e.header.Devmajor, e.header.Devminor))
		case l[mark].header != nil && l[mark].device():
			return grade.Failed("img.commit.device", "in the layer: etc/.wh.doomed or .wh.opt, a character device")
		case e.header != nil || l[mark].header == nil:
			return grade.Failed("img.commit.deletion-lost", "not in the layer: .wh.doomed in etc, or .wh.opt")
		}
	}
	return grade.Finding{}
}

// replaced wants the mark of an opaque directory, or one for each thing that was in it.
func (c *container) replaced(l layer) grade.Finding {
	if l["var/cache/.wh..wh..opq"].header != nil || l["var/cache/.wh.old"].header != nil && l["var/cache/.wh.older"].header != nil {
		return grade.Finding{}
	}
	seen := "not in the layer: var/cache/.wh..wh..opq"
	if e := l["var/cache"]; e.header != nil {
		for key := range e.header.PAXRecords {
			if strings.Contains(key, "overlay.opaque") {
				seen += "\nvar/cache has " + key
			}
		}
	}
	return grade.Failed("img.commit.opaque-lost", seen)
}

// hidden looks for marks on what is neither deleted nor replaced. New directories may have the mark: the kernel gives it to them.
func (c *container) hidden(l layer) grade.Finding {
	for _, name := range []string{".wh..wh..opq", "etc/.wh..wh..opq", "var/.wh..wh..opq", "etc/.wh.motd", "etc/.wh.passwd", ".wh.etc", ".wh.var", "var/.wh.cache"} {
		if l[name].header != nil {
			return grade.Failed("img.commit.hides", "in the layer: "+name)
		}
	}
	return grade.Finding{}
}
