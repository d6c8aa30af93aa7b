// Finding a group again: one that another process has made, or that a process has left behind when it was killed.

package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find is the group of that path wherever it is there, in each tree. A group that is nowhere has no
// directories; to remove it is no error.
func Find(path string) (*Group, error) {
	hierarchies, err := Detect()
	if err != nil {
		return nil, err
	}
	return FindIn(hierarchies, path)
}

// FindIn is Find for somebody who looks for many groups, and has detected the trees.
func FindIn(hierarchies []Hierarchy, path string) (*Group, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	g := &Group{}
	for _, h := range hierarchies {
		for _, place := range h.places() {
			dir := filepath.Join(place, path)
			if _, err := os.Stat(filepath.Join(dir, "cgroup.procs")); err == nil {
				g.parts = append(g.parts, part{version: h.Version, controllers: controllersIn(h, dir), dir: dir, base: base{tree: h, dir: place}})
			}
		}
	}
	return g, nil
}

func controllersIn(h Hierarchy, dir string) []string {
	if h.Version == 2 {
		return words(filepath.Join(dir, "cgroup.controllers"))
	}
	return h.Controllers
}

// Exists tells whether the group is there in any tree.
func (g *Group) Exists() bool { return len(g.parts) > 0 }

// RemoveEmpty removes the group of that path in the trees where nothing is in it: no process, and no group. It is
// one that was made for others below it. Directories of it that are to be kept stay.
func RemoveEmpty(path string, keep ...string) error {
	hierarchies, err := Detect()
	if err != nil {
		return err
	}
	return RemoveEmptyIn(hierarchies, path, keep...)
}

// RemoveEmptyIn is RemoveEmpty for somebody who has detected the trees.
func RemoveEmptyIn(hierarchies []Hierarchy, path string, keep ...string) error {
	g, err := FindIn(hierarchies, path)
	if err != nil {
		return err
	}
	for _, dir := range g.Dirs() {
		if !slices.Contains(keep, dir) {
			removeEmpty(dir)
		}
	}
	return nil
}

// Left are the paths of all groups below or beside those that this process may see, whose path begins with the
// prefix: "minicontainer/" finds minicontainer/web, "minicontainer-check-" finds minicontainer-check-7. Among them a
// program finds what it has left behind when it was killed.
func Left(prefix string) ([]string, error) {
	hierarchies, err := Detect()
	if err != nil {
		return nil, err
	}
	parent, start := filepath.Split(prefix)
	var paths []string
	for _, h := range hierarchies {
		for _, place := range h.places() {
			entries, err := os.ReadDir(filepath.Join(place, parent))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("list control groups: %w", err)
			}
			for _, e := range entries {
				if e.IsDir() && strings.HasPrefix(e.Name(), start) {
					paths = append(paths, filepath.Join(parent, e.Name()))
				}
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}
