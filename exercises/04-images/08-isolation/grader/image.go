//go:build linux

package grader

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	bigSize = 3 << 20 // in each layer: enough to see a copy
	none    = "(no such file)"
)

// image is two layers; files is what a container of it has.
type image struct {
	layers []string
	files  []file
	state  map[string]string
}

type file struct{ name, text string }

func (f file) big() bool { return path.Base(f.name) == "big" }

func newImage(b *grade.Bench) image {
	i := image{layers: []string{fakehost.Work + "/layers/base-" + b.Token(), fakehost.Work + "/layers/top-" + b.Token()}}
	for n, name := range []string{"etc/motd", "big", "doomed", "tool", "app/config", "app/data", "app/big"} {
		text := b.Token()
		layer := i.layers[n/4]
		i.files = append(i.files, file{name, text})
		if i.files[n].big() {
			text = strings.Repeat(text, bigSize/len(text))
		}
		b.Write(layer+"/"+name, text+"\n", 0o644)
	}
	b.Write(i.layers[0]+"/app/config", "of the base\n", 0o644) // the top layer has another one
	i.state = i.look(b)
	return i
}

// look is each file of the layers as it is: kind and mode, time and content.
func (i image) look(b *grade.Bench) map[string]string {
	state := map[string]string{}
	for n, layer := range i.layers {
		top := b.Path(layer)
		filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error { //nolint:errcheck // what is gone is not listed
			info := b.Lstat(layer + strings.TrimPrefix(name, top))
			if err != nil || info == nil {
				return nil
			}
			text, _ := b.Read(layer + strings.TrimPrefix(name, top))
			state[fmt.Sprintf("%s%s", []string{"BASE", "TOP"}[n], strings.TrimPrefix(name, top))] = fmt.Sprintf("%s %d %x", info.Mode(), info.ModTime().UnixNano(), sha256.Sum256([]byte(text)))
			return nil
		})
	}
	return state
}

// changed names what is not in the layers as it was, or "".
func (i image) changed(b *grade.Bench) string {
	now := i.look(b)
	var lines []string
	for name, state := range i.state {
		if now[name] != state {
			lines = append(lines, name)
		}
	}
	for name := range now {
		if i.state[name] == "" {
			lines = append(lines, name+" (new)")
		}
	}
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	return "after A has written, the layers differ in: " + strings.Join(lines, ", ")
}

// container is one container's directory, and what it is called in evidence.
type container struct{ name, dir string }

// upper is where the overlay at the container's root writes to, as its mounter called it.
func (c container) upper(b *grade.Bench) string {
	for _, m := range b.Host.First().Mounts() {
		if m.Point == c.dir+"/root" && m.Type == "overlay" {
			return option(m.Line, "upperdir=")
		}
	}
	return ""
}

func (c container) read(b *grade.Bench, name string) string {
	if text, ok := b.Read(c.dir + "/root/" + name); ok {
		return strings.Join(strings.Fields(text), " ")
	}
	return none
}

// change does in a container all that a program there does to files.
func (i image) change(b *grade.Bench, c container, word string) grade.Finding {
	minibox := fakehost.Tools + "/minibox"
	sh := b.Run(grade.Own("sh", "-c", strings.Join([]string{
		"cd " + c.dir + "/root", "echo " + word + " >fresh", "echo " + word + " >etc/motd", "echo " + word + " >>app/data",
		minibox + " chmod 0700 tool", minibox + " rm doomed",
	}, " && "))...)
	if sh.Status() != 0 || c.read(b, "fresh") != word || c.read(b, "doomed") != none {
		return grade.Failed("img.isolation.not-writable", grade.Said(sh))
	}
	return grade.Finding{}
}

// untouched looks for what A has written in another container.
func (i image) untouched(b *grade.Bench, c container) grade.Finding {
	var seen []string
	if text := c.read(b, "fresh"); text != none {
		seen = append(seen, "fresh: "+text)
	}
	for _, f := range i.files {
		if text := c.read(b, f.name); !f.big() && text != f.text {
			seen = append(seen, f.name+": "+text)
		}
	}
	if info := b.Lstat(c.dir + "/root/tool"); info != nil && info.Mode() != 0o644 {
		seen = append(seen, "tool: "+info.Mode().String())
	}
	if len(seen) > 0 {
		return grade.Failed("img.isolation.shared-upper", fmt.Sprintf("in %s/root, after A has written:\n%s", c.name, strings.Join(seen, "\n")), c.name)
	}
	return grade.Finding{}
}

// used is how many bytes the files of the fake host take up, and those of the disks that were mounted in it since.
func used(b *grade.Bench) int64 {
	points := []string{fakehost.Work}
	for _, m := range b.Host.First().Mounts() {
		if m.Type == "tmpfs" && slices.Contains(b.Mounted(), m.Point) {
			points = append(points, m.Point)
		}
	}
	var sum int64
	seen := map[uint64]bool{}
	for _, point := range points {
		var st unix.Stat_t
		var fs unix.Statfs_t
		path := b.Path(point)
		if unix.Stat(path, &st) != nil || seen[uint64(st.Dev)] || unix.Statfs(path, &fs) != nil {
			continue
		}
		seen[uint64(st.Dev)] = true
		sum += int64(fs.Blocks-fs.Bfree) * int64(fs.Bsize) //nolint:unconvert // its type differs between architectures
	}
	return sum
}
