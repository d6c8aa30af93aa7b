package applet

// find: the walk. The expression is parsed in find_parse.go; its tests and
// actions are in find_primary.go.

import (
	"io/fs"
	"os"
	"strings"
)

var findCommand = command{
	name: "find", usage: "[-L] [PATH]... [EXPRESSION]", short: "walk trees and act on the files that match",
	raw: true, run: runFind,
}

type finder struct {
	*call
	follow             bool
	leastDepth         int
	mostDepth          int // -1: no limit
	contentsFirst      bool
	oneFileSystem      bool
	acts               bool // the expression prints or does something itself
	expression         findNode
	batches            []*findBatch
	stopped, pruned    bool
	currentRootsDevice uint64
}

// A found is the file that the expression is about.
type found struct {
	path  string
	info  os.FileInfo
	depth int
}

// A findNode is a part of the expression.
type findNode func(found) bool

func runFind(c *call) error {
	f := &finder{call: c, mostDepth: -1}
	roots, words := splitRoots(c.operands)
	for len(roots) > 0 && (roots[0] == "-L" || roots[0] == "-H" || roots[0] == "-P") {
		f.follow = roots[0] == "-L"
		roots = roots[1:]
	}
	if len(roots) == 0 {
		roots = []string{"."}
	}
	if err := f.parse(words); err != nil {
		return err
	}
	for _, root := range roots {
		info, err := f.stat(root)
		if err != nil {
			c.warn(err)
			continue
		}
		f.currentRootsDevice = idOf(info).device
		f.visit(found{root, info, 0})
	}
	for _, batch := range f.batches {
		batch.flush(f)
	}
	return nil
}

// splitRoots cuts the arguments where the expression begins.
func splitRoots(args []string) (roots, words []string) {
	for i, arg := range args {
		link := i == 0 && (arg == "-L" || arg == "-H" || arg == "-P")
		if !link && (strings.HasPrefix(arg, "-") && arg != "-" || arg == "!" || arg == "(") {
			return args[:i], args[i:]
		}
	}
	return args, nil
}

func (f *finder) stat(path string) (os.FileInfo, error) {
	if f.follow {
		if info, err := os.Stat(path); err == nil {
			return info, nil
		}
	}
	return os.Lstat(path)
}

func (f *finder) visit(it found) {
	f.pruned = false
	if !f.contentsFirst {
		f.apply(it)
	}
	if it.info.IsDir() && !f.pruned && (f.mostDepth < 0 || it.depth < f.mostDepth) && f.mayEnter(it) {
		f.visitEntries(it)
	}
	if f.contentsFirst {
		f.apply(it)
	}
}

func (f *finder) mayEnter(it found) bool {
	return !f.oneFileSystem || idOf(it.info).device == f.currentRootsDevice
}

func (f *finder) visitEntries(it found) {
	entries, err := os.ReadDir(it.path)
	if err != nil {
		f.warn(err)
	}
	for _, entry := range entries {
		if f.stopped {
			return
		}
		path := it.path + "/" + entry.Name()
		if strings.HasSuffix(it.path, "/") {
			path = it.path + entry.Name()
		}
		info, err := f.stat(path)
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			f.warn(err)
			continue
		}
		f.visit(found{path, info, it.depth + 1})
	}
}

func (f *finder) apply(it found) {
	if it.depth < f.leastDepth || f.stopped {
		return
	}
	if f.expression(it) && !f.acts {
		f.printf("%s\n", it.path)
	}
}

func typeOf(mode fs.FileMode) byte {
	switch {
	case mode.IsRegular():
		return 'f'
	case mode.IsDir():
		return 'd'
	case mode&fs.ModeSymlink != 0:
		return 'l'
	case mode&fs.ModeCharDevice != 0:
		return 'c'
	case mode&fs.ModeDevice != 0:
		return 'b'
	case mode&fs.ModeNamedPipe != 0:
		return 'p'
	}
	return 's'
}
