//go:build linux

package grader

import (
	"path"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// program is the machine's program that the exercise is about.
type program struct {
	path  string // as the learner is told it
	lists bool   // it lists a directory; otherwise it prints a file
}

func (p program) args(file string) []string {
	if p.lists {
		return []string{"/"}
	}
	return []string{"/" + file}
}

// pick returns the first of some common programs that has a loader. On a small system
// all of them may be static.
func pick(host grade.Rooted) (program, bool) {
	for _, name := range []string{"ls", "cat", "head", "sort"} {
		for _, dir := range strings.Split(fakehost.Path, ":") {
			at := path.Join(dir, name)
			if dir == fakehost.Tools || host.Readlink(dir) != "" || !dynamic(host, at) {
				continue // /bin → usr/bin: the program is told by the path without the link
			}
			return program{at, name == "ls"}, true
		}
	}
	return program{}, false
}

func dynamic(host grade.Rooted, at string) bool {
	f, err := host.Open(at)
	if err != nil {
		return false
	}
	defer f.Close()
	what, err := rootfs.Inspect(f)
	return err == nil && !what.Script && what.Interpreter != ""
}
