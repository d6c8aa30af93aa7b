//go:build linux

package grader

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// stack is four layers, the base first, in each of which stands what it says of itself.
//
//	layer   v   between   gone       d            back
//	0       v0            a file     old          a file
//	1       v1  b1        whiteout                whiteout
//	2       v2  b2                   opaque, new
//	3       v3                                    a file
type stack struct {
	layers      []string
	dir, merged string
	word        string // each layer's words are this one, and its number
	opaque      bool   // the machine's disks take the mark
}

func newStack(b *grade.Bench, prefix string) stack {
	name := b.Token()
	s := stack{dir: b.Dir("containers/" + name), merged: b.Dir("merged/" + name), word: b.Token()}
	// A mount of its own, as a disk for containers is on many machines.
	grade.Prepared(b.Run(grade.Own("mount", "-t", "tmpfs", "containers", s.dir)...))
	for i := range 4 {
		layer := fakehost.Work + "/layers/" + prefix + b.Token()
		s.layers = append(s.layers, layer)
		b.Write(layer+"/v", s.says(i), 0o644)
		b.Write(fmt.Sprintf("%s/only-%d", layer, i), s.says(i), 0o644)
	}
	for _, i := range []int{1, 2} {
		b.Write(s.layers[i]+"/between", s.says(i), 0o644)
	}
	b.Write(s.layers[0]+"/gone", s.says(0), 0o644)
	b.Write(s.layers[0]+"/back", s.says(0), 0o644)
	b.Write(s.layers[3]+"/back", s.says(3), 0o644)
	b.Write(s.layers[0]+"/d/old", s.says(0), 0o644)
	b.Write(s.layers[2]+"/d/new", s.says(2), 0o644)
	for _, name := range []string{"/gone", "/back"} {
		prepared(unix.Mknod(b.Path(s.layers[1]+name), unix.S_IFCHR, 0))
	}
	s.opaque = unix.Setxattr(b.Path(s.layers[2]+"/d"), "user.overlay.opaque", []byte("y"), 0) == nil
	b.TakeAsGiven()
	return s
}

func prepared(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

func (s stack) says(layer int) string { return fmt.Sprintf("layer %d of 4: %s", layer+1, s.word) }

// mounted is the line of mountinfo, "" if there is no overlay at merged.
func (s stack) mounted(b *grade.Bench) string {
	for _, m := range b.Host.First().Mounts() {
		if m.Point == s.merged && m.Type == "overlay" {
			return m.Line
		}
	}
	return ""
}

// read is what a file of the overlay says, or that it is not there.
func (s stack) read(b *grade.Bench, name string) string {
	if text, ok := b.Read(s.merged + "/" + name); ok {
		return text
	}
	return "(no such file)"
}

func (s stack) complete(b *grade.Bench) grade.Finding {
	var missing []string
	for i := range s.layers {
		if name := fmt.Sprintf("only-%d", i); s.read(b, name) != s.says(i) {
			missing = append(missing, fmt.Sprintf("MERGED/%s, of layer %d of 4: %s", name, i+1, s.read(b, name)))
		}
	}
	if len(missing) > 0 {
		return grade.Failed("img.overlay.layer-missing", strings.Join(missing, "\n"))
	}
	return grade.Finding{}
}

func (s stack) order(b *grade.Bench) grade.Finding {
	for _, file := range []struct {
		name string
		top  int
	}{{"v", 3}, {"between", 2}} {
		if got := s.read(b, file.name); got != s.says(file.top) {
			return grade.Failed("img.overlay.order", fmt.Sprintf("MERGED/%s: %s", file.name, got), s.says(file.top))
		}
	}
	return grade.Finding{}
}

func (s stack) marks(b *grade.Bench) grade.Finding {
	gone, back, fresh, old := s.read(b, "gone"), s.read(b, "back"), s.read(b, "d/new"), b.Lstat(s.merged+"/d/old")
	switch {
	case b.Lstat(s.merged+"/gone") != nil || back != s.says(3) || fresh != s.says(2):
		return grade.Unknown(fmt.Sprintf("MERGED/gone: %s\nMERGED/back: %s\nMERGED/d/new: %s", gone, back, fresh), asOne)
	case old != nil && s.opaque:
		return grade.Failed("img.overlay.opaque-shown", "MERGED/d/old: "+s.read(b, "d/old"))
	}
	return grade.Finding{}
}

// write changes the container as a program in it would, and looks where that went.
func (s stack) write(b *grade.Bench) grade.Finding {
	word := b.Token()
	sh := b.Run(grade.Own("sh", "-c", fmt.Sprintf("cd %s && echo %s >fresh && echo %[2]s >only-0 && echo %[2]s >>d/new && %s/minibox rm only-1", s.merged, word, fakehost.Tools))...)
	if strings.Contains(sh.Stderr(), "read-only file system") || strings.Contains(sh.Stderr(), "Read-only file system") {
		return grade.Failed("img.overlay.read-only", grade.Said(sh))
	}
	if sh.Status() != 0 {
		return grade.Unknown("in MERGED, a file is written: "+grade.Said(sh), asOne)
	}
	for i, layer := range s.layers {
		only, _ := b.Read(fmt.Sprintf("%s/only-%d", layer, i))
		if b.Lstat(layer+"/fresh") != nil || only != s.says(i) {
			return grade.Failed("img.overlay.image-written", fmt.Sprintf("layer %d of 4 has a file \"fresh\" now, written in MERGED", i+1))
		}
	}
	if text, _ := b.Read(s.dir + "/upper/fresh"); strings.TrimSpace(text) != word {
		return grade.Failed("img.overlay.upper-elsewhere", "MERGED/fresh: "+s.read(b, "fresh")+"DIR/upper/fresh: "+absent(b.Lstat(s.dir+"/upper/fresh")))
	}
	if b.Lstat(s.merged+"/only-1") != nil || strings.TrimSpace(s.read(b, "only-0")) != word {
		return grade.Unknown("what was removed or written in MERGED does not stay so", asOne)
	}
	return grade.Finding{}
}

func absent(info os.FileInfo) string {
	if info == nil {
		return "(no such file)"
	}
	return info.Mode().String()
}
