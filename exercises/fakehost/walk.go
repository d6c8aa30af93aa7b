//go:build linux

package fakehost

import (
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// WalkGroups visits a control group and all below it. enter is called with each, open, those above first; leave
// with each one's name and the open directory that it is in, those below first. A group that goes meanwhile is left out.
//
// A program can make groups below its own until no path is long enough to name them, and more levels than a process may
// have files open. So this goes from one open directory to the next, and back by "..".
func WalkGroups(dir string, enter func(group int), leave func(parent int, name string)) error {
	at, err := openGroup(unix.AT_FDCWD, dir)
	if err != nil {
		return err
	}
	way := []level{enterLevel(at, filepath.Base(dir), enter)}
	for len(way) > 0 {
		here := &way[len(way)-1]
		if len(here.below) > 0 {
			name := here.below[0]
			here.below = here.below[1:]
			if next, err := openGroup(at, name); err == nil {
				unix.Close(at)
				at = next
				way = append(way, enterLevel(at, name, enter))
			}
			continue
		}
		above, err := openGroup(at, "..")
		unix.Close(at)
		if err != nil {
			return err
		}
		at = above
		leave(at, here.name)
		way = way[:len(way)-1]
	}
	return unix.Close(at)
}

// level is a group that the walk is in or below, and the groups in it that are still to be visited.
type level struct {
	name  string
	below []string
}

func enterLevel(at int, name string, enter func(group int)) level {
	enter(at)
	l := level{name: name}
	fd, err := openGroup(at, ".") // for os.File to close
	if err != nil {
		return l
	}
	group := os.NewFile(uintptr(fd), name)
	defer group.Close()
	entries, _ := group.ReadDir(-1) //nolint:errcheck // what cannot be read is gone
	for _, e := range entries {
		if e.IsDir() {
			l.below = append(l.below, e.Name())
		}
	}
	return l
}

func openGroup(at int, name string) (int, error) {
	return unix.Openat(at, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
}

// ThawGroup has a group of version 1 go on; one that has no freezer, or may not be written, stays as it is.
func ThawGroup(group int) {
	fd, err := unix.Openat(group, "freezer.state", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	syscall.Write(fd, []byte("THAWED")) //nolint:errcheck // it may be gone by now
}
