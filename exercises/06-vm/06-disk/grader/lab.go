//go:build linux

// The files of the scenes. All sizes are random; evidence is in kB, as `ls -ks` has it.

package grader

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const kB = 1024

// lab is a directory of the fake host for one scene.
type lab struct {
	*grade.Bench
	dir string
}

func newLab(b *grade.Bench) *lab { return &lab{b, b.Dir("images-" + b.Token())} }

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// between is a random number.
func between(low, high int64) int64 {
	n, err := rand.Int(rand.Reader, big.NewInt(high-low+1))
	must(err)
	return low + n.Int64()
}

// kilobytes is a random size that ends in the middle of a block.
func kilobytes(low, high int64) int64 { return between(low, high)*4*kB - between(1100, 2900) }

// file writes a file that is full of something, and returns its path in the fake host.
func (l *lab) file(name string, size int64) string {
	text := make([]byte, size)
	_, err := rand.Read(text)
	must(err)
	l.Write(path.Join(l.dir, name), string(text), 0o644)
	return path.Join(l.dir, name)
}

func (l *lab) path(name string) string { return l.Path(path.Join(l.dir, name)) }

// link gives a file a further name.
func (l *lab) link(from, to string) {
	must(os.MkdirAll(filepath.Dir(l.path(to)), 0o755))
	must(os.Link(l.path(from), l.path(to)))
}

// twin is a copy with the content and the time of a file: another file all the same.
func (l *lab) twin(from, to string) {
	text, err := os.ReadFile(l.path(from))
	must(err)
	l.Write(path.Join(l.dir, to), string(text), 0o644)
	when := time.Unix(between(1_000_000_000, 1_700_000_000), 0)
	must(errors.Join(os.Chtimes(l.path(from), when, when), os.Chtimes(l.path(to), when, when)))
}

// symlink makes one whose target is relative, so that it leads to the same place wherever one looks from.
func (l *lab) symlink(target, name string) { must(os.Symlink(target, l.path(name))) }

// sparse is a machine's disk: as long as the disk that the guest sees, and mostly holes. Zeros that were written are no hole.
func sparse(l *lab) trial {
	disk := path.Join(l.dir, "disk.img")
	f, err := os.Create(l.Path(disk))
	must(err)
	defer f.Close()
	const step = 64 << 20
	blocks := between(200, 500)
	must(f.Truncate(blocks * step))
	for range between(5, 12) {
		text := make([]byte, between(5, 40)*4*kB)
		if between(0, 2) > 0 {
			text[0] = 'd'
		}
		_, err := f.WriteAt(text, between(0, blocks-1)*step)
		must(err)
	}
	return trial{
		lab: l, images: []image{{"vm", []string{disk}}}, seen: l.stat("disk.img"),
		suspects: []suspect{
			{"vm.disk.virtual", way{virtual: true}}, {unitID, way{unit: 1}}, {unitID, way{unit: 4096}}, {unitID, way{unit: 1024}},
		},
	}
}

const (
	unitID    = "vm.disk.unit"
	symlinkID = "vm.disk.symlink"
	sharedID  = "vm.disk.shared-layer"
)

// tree is one layer, with small files and directories in directories.
func tree(l *lab) trial {
	l.file("layer/bin/sh", kilobytes(20, 60))
	l.file("layer/etc/my app/settings", between(1, 90))
	l.file("layer/etc/.hidden/key", between(5000, 8000))
	l.file("layer/usr/lib/deep/er/libc", kilobytes(100, 200))
	l.file("layer/version", between(10, 30))
	l.file("layer/empty", 0)
	l.twin("layer/bin/sh", "layer/bin/sh.orig")
	l.symlink("bin/sh", "layer/shell")
	return trial{
		lab: l, images: []image{{"web", []string{l.dir + "/layer"}}}, seen: l.stat("layer/usr/lib/deep/er/libc"),
		suspects: []suspect{
			{"vm.disk.nested", way{flat: true}}, {"vm.disk.not-files", way{others: dirs | links}},
			{"vm.disk.not-files", way{others: dirs}}, {"vm.disk.not-files", way{others: links}},
			{symlinkID, way{follow: files}}, {"vm.disk.twin", way{alike: true}},
		},
	}
}

// hardLinks is a file with three names, as package managers and backups make them.
func hardLinks(l *lab) trial {
	l.file("layer/bin/perl", kilobytes(40, 90))
	l.file("layer/bin/sh", kilobytes(10, 20))
	l.link("layer/bin/perl", "layer/bin/perl5.36")
	l.link("layer/bin/perl", "layer/usr/bin/perl")
	return trial{
		lab: l, images: []image{{"web", []string{l.dir + "/layer"}}}, seen: l.stat("layer/bin/perl"),
		suspects: []suspect{{"vm.disk.hard-link", way{names: true}}, {"vm.disk.hard-link", way{neighbours: true}}},
	}
}

// symlinks lead to a file within the image, out of it to a file and to a directory, and nowhere.
func symlinks(l *lab) trial {
	l.file("layer/bin/sh", kilobytes(10, 20))
	l.file("host/data.db", kilobytes(50, 90))
	l.file("host/more/log", kilobytes(20, 40))
	l.file("vmlinuz", kilobytes(30, 60))
	l.symlink("../host", "layer/data")
	l.symlink("../vmlinuz", "layer/vmlinuz")
	l.symlink("bin/sh", "layer/shell")
	l.symlink("../nowhere", "layer/dangling")
	return trial{
		lab: l, images: []image{{"web", []string{l.dir + "/layer"}}},
		seen: "layer/data -> ../host\nlayer/vmlinuz -> ../vmlinuz\nlayer/dangling -> ../nowhere\n" + l.stat("layer/bin/sh"),
		suspects: []suspect{
			{symlinkID, way{follow: files | dirs}}, {symlinkID, way{follow: files}}, {symlinkID, way{follow: dirs}},
			{symlinkID, way{follow: files | dirs, names: true}}, {symlinkID, way{follow: files, names: true}},
		},
	}
}

// shared is two images that stand on the same layer, and a file that is in a layer of each under two names.
func shared(l *lab) trial {
	l.file("base/bin/sh", kilobytes(60, 90))
	l.file("base/lib/libc", kilobytes(100, 200))
	l.file("web/bin/web", kilobytes(20, 50))
	l.file("db/bin/db", kilobytes(20, 50))
	l.link("web/bin/web", "db/bin/web")
	in := func(layers ...string) (paths []string) {
		for _, layer := range layers {
			paths = append(paths, path.Join(l.dir, layer))
		}
		return paths
	}
	return trial{
		lab: l, images: []image{{"web", in("base", "web")}, {"db", in("base", "db")}},
		seen: l.stat("base/lib/libc") + "\n" + l.stat("web/bin/web"),
		suspects: []suspect{
			{sharedID, way{names: true}}, {sharedID, way{perPath: true}}, {sharedID, way{many: true}}, {"vm.disk.hard-link", way{paths: true}},
		},
	}
}

// devices is two file systems, each with a file of the same number. (Before Linux 5.9 all tmpfs counted together; then nothing is shown here.)
func devices(l *lab) trial {
	l.file("base/bin/sh", kilobytes(10, 20))
	var paths []string
	for _, name := range []string{"one", "two"} {
		dir := l.Dir(path.Join(path.Base(l.dir), name))
		grade.Prepared(l.Run(grade.Own("mount", "-t", "tmpfs", "tmpfs", dir)...))
		l.file(name+"/data", kilobytes(20, 90))
		paths = append(paths, dir)
	}
	l.TakeAsGiven()
	return trial{
		lab: l, images: []image{{"vm", paths}}, seen: l.stat("one/data") + "\n" + l.stat("two/data"),
		suspects: []suspect{{"vm.disk.device", way{anyDevice: true}}},
	}
}

// stat is what the kernel says of a file, for evidence.
func (l *lab) stat(name string) string {
	s := l.lstat(l.path(name))
	links := ""
	if s.Nlink > 1 {
		links = fmt.Sprintf(", names: %d", s.Nlink)
	}
	return fmt.Sprintf("%s\n  st_size: %s, in blocks: %s%s", name, inKB(s.Size), inKB(s.Blocks*512), links)
}

func inKB(bytes int64) string { return fmt.Sprintf("%d kB", bytes/kB) }
