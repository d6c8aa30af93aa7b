//go:build linux

// Measuring, right and in the ways that are wrong.

package grader

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"
)

type size struct{ apparent, actual int64 }

func (s size) String() string {
	return fmt.Sprintf("apparent %s, actual %s", inKB(s.apparent), inKB(s.actual))
}

// little is a difference that hardly shows in kB.
func (s size) little(want size) string {
	apparent, actual := s.apparent-want.apparent, s.actual-want.actual
	if max(apparent, -apparent, actual, -actual) >= kB {
		return ""
	}
	return fmt.Sprintf("\nin bytes: apparent %+d, actual %+d", apparent, actual)
}

// parse reads a line of the program; false if it is not that of this image.
func parse(line, name string) (s size, ok bool) {
	var who string
	n, err := fmt.Sscanf(line, "%s apparent %d actual %d", &who, &s.apparent, &s.actual)
	return s, n == 3 && err == nil && who == name
}

// explained tells whether a wrong way makes the numbers that are wrong: both may be, or one of them.
func (s size) explained(right, wrong size) bool {
	fits := func(got, right, wrong int64) bool { return got == right || got == wrong }
	return wrong != right && fits(s.apparent, right.apparent, wrong.apparent) && fits(s.actual, right.actual, wrong.actual)
}

// kinds are kinds of files.
type kinds int

const (
	files kinds = 1 << iota
	dirs
	links
)

// way is what is done wrong; the zero value is nothing.
type way struct {
	virtual    bool  // st_size is taken for what the disk has given out
	unit       int64 // of st_blocks, if not 512
	flat       bool  // nothing below the first level
	others     kinds // what is counted besides files
	follow     kinds // symlinks to these are followed
	names      bool  // every name counts
	neighbours bool  // only names in the same directory are known to be of one file
	paths      bool  // every name counts, but not the second time a path is listed
	many       bool  // only files with several names are remembered
	perPath    bool  // a file counts once for each path that is listed
	anyDevice  bool  // inode numbers are compared, whatever the file system
	alike      bool  // files of one size and time are taken for one
}

// key is what is counted once.
type key struct {
	device, inode uint64
	name          string
	turn          int
}

func (w way) key(turn int, name string, s syscall.Stat_t) key {
	k := key{device: uint64(s.Dev), inode: s.Ino} //nolint:unconvert // of another width on other architectures
	switch {
	case w.names:
		return key{name: name, turn: turn}
	case w.paths:
		return key{name: name}
	case w.neighbours:
		k.name = path.Dir(name)
	case w.many && s.Nlink == 1:
		return key{name: name, turn: turn}
	case w.perPath:
		k.turn = turn
	case w.anyDevice:
		k.device = 0
	case w.alike:
		return key{device: uint64(s.Size), inode: uint64(s.Mtim.Nano())} //nolint:gosec // numbers to compare
	}
	return k
}

func (w way) blocks(s syscall.Stat_t) int64 {
	switch {
	case w.virtual:
		return s.Size
	case w.unit != 0:
		return s.Blocks * w.unit
	}
	return s.Blocks * 512
}

func (*lab) lstat(path string) (s syscall.Stat_t) {
	must(syscall.Lstat(path, &s))
	return s
}

// measure adds up the files of paths of the fake host.
func (l *lab) measure(paths []string, w way) (total size) {
	seen := map[key]bool{}
	for turn, p := range paths {
		l.walk(l.Path(p), w, 0, func(name string, s syscall.Stat_t) {
			if k := w.key(turn, name, s); !seen[k] {
				seen[k] = true
				total.apparent += s.Size
				total.actual += w.blocks(s)
			}
		})
	}
	return total
}

// walk calls add for all that counts.
func (l *lab) walk(name string, w way, depth int, add func(string, syscall.Stat_t)) {
	s := l.lstat(name)
	kind := kindOf(s)
	if kind == links && w.follow != 0 {
		var target syscall.Stat_t
		if err := syscall.Stat(name, &target); err == nil && w.follow&kindOf(target) != 0 {
			s, kind = target, kindOf(target)
		}
	}
	if kind == files || w.others&kind != 0 {
		add(name, s)
	}
	if kind != dirs || w.flat && depth > 0 {
		return
	}
	entries, err := os.ReadDir(name)
	must(err)
	for _, e := range entries {
		l.walk(filepath.Join(name, e.Name()), w, depth+1, add)
	}
}

func kindOf(s syscall.Stat_t) kinds {
	switch fs.FileMode(s.Mode) & syscall.S_IFMT {
	case syscall.S_IFREG:
		return files
	case syscall.S_IFDIR:
		return dirs
	}
	return links
}
