//go:build linux

package grader

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	dir       = fakehost.Work + "/containers/web"
	neighbour = fakehost.Work + "/containers/web-2"
	volume    = fakehost.Work + "/volume"
)

// container is an overlay in dir with a second mount on it and a volume in it, and a neighbour of nearly the same name.
type container struct {
	*grade.Bench
	word string
}

func newContainer(b *grade.Bench) (container, bool) {
	c := container{b, b.Token()}
	b.Write(fakehost.Work+"/image/v", c.word, 0o644)
	b.Write(fakehost.Work+"/image/data/.here", "", 0o644)
	b.Write(volume+"/diary", c.word, 0o644)
	b.Write(dir+"/upper/own", c.word, 0o644)
	if !mountAt(b, neighbour) || !c.mount() {
		return c, false
	}
	// Private, else the second one is a peer of the first, and what is mounted in one is mounted in both.
	grade.Prepared(b.Run(grade.Own("mount", "--make-private", dir+"/merged")...))
	grade.Prepared(b.Run(grade.Own("mount", "--bind", dir+"/merged", dir+"/merged")...))
	grade.Prepared(b.Run(grade.Own("mount", "--bind", volume, dir+"/merged/data")...))
	return c, true
}

func (c container) mount() bool { return mountAt(c.Bench, dir) }

// mountAt is false where root of a user namespace may not mount an overlay.
func mountAt(b *grade.Bench, dir string) bool {
	for _, name := range []string{"/upper", "/work", "/merged"} {
		b.Dir(strings.TrimPrefix(dir, fakehost.Work+"/") + name)
	}
	options := fmt.Sprintf("userxattr,lowerdir=%s/image,upperdir=%s/upper,workdir=%[2]s/work", fakehost.Work, dir)
	return b.Run(grade.Own("mount", "-t", "overlay", "-o", options, "overlay", dir+"/merged")...).Status() == 0
}

// overlays counts the overlays of the container that a process sees.
func (c container) overlays(p fakehost.Process) int {
	n := 0
	for _, m := range p.Mounts() {
		if m.Type == "overlay" && strings.Contains(m.Line+",", "upperdir="+dir+"/upper,") {
			n++
		}
	}
	return n
}
