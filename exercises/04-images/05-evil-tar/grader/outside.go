//go:build linux

package grader

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// outside looks at everything of a directory but R. The learner's program has ended, and symlinks are not followed.
func outside(b *grade.Bench, dir string) places {
	seen, top := places{}, b.Path(dir)
	filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error { //nolint:errcheck // what cannot be read is noted as such
		name := dir + path[len(top):]
		if name == dir+"/R" {
			return filepath.SkipDir
		}
		if err != nil {
			seen[name] = "cannot be read"
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return nil //nolint:nilerr // it is gone, and missing is what is told
		}
		seen[name] = describe(path, info)
		return nil
	})
	return seen
}

// describe is what an unpacker could change of a file: its mode, its names, what it says.
func describe(path string, info os.FileInfo) string {
	if !info.Mode().IsRegular() {
		return "mode " + info.Mode().String()
	}
	links := uint64(1)
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		links = uint64(st.Nlink) //nolint:unconvert // of another size on other machines
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "cannot be read"
	}
	const enough = 40
	if len(text) > enough {
		text = text[:enough]
	}
	return fmt.Sprintf("mode %s, names %d, says %q", info.Mode(), links, text)
}

func sorted(a, b places) []string {
	var names []string
	for _, p := range []places{a, b} {
		for name := range p {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
