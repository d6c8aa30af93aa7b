// Trees of groups, however deep.
//
// A program can make groups below its own until no path is long enough to name them, and more levels than a process may
// have files open. So nothing here walks by paths, but from one open directory to the next, and back by "..".

package cgroup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Walk visits a control group and all below it. enter is called with each, open, those above first; leave
// with each one's name and the open directory that it is in, those below first. A group that goes meanwhile is left out;
// if the first one is not there the cause is fs.ErrNotExist.
func Walk(dir string, enter func(group int), leave func(parent int, name string)) error {
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

// removeTree is rmdir of a group and of all below it, those below first. The files in them are the kernel's and go with
// them. It has patience once: who is not gone then, of all that were killed, will not go.
func removeTree(dir string) error {
	deadline := time.Now().Add(patience)
	var failed error
	err := Walk(dir, func(int) {}, func(parent int, name string) {
		if err := RemoveBy(deadline, parent, name); failed == nil {
			failed = err
		}
	})
	if gone(err) {
		err = nil
	}
	return errors.Join(failed, err)
}

// RemoveBy is rmdir of a group that is empty, or will be by then: who was killed stays in it until it has ended.
func RemoveBy(deadline time.Time, parent int, name string) error {
	err := retryUntil(deadline, func() error { return unix.Unlinkat(parent, name, unix.AT_REMOVEDIR) })
	if err != nil && !gone(err) {
		return fmt.Errorf("remove control group %s: %w", name, err)
	}
	return nil
}

// readAt reads a file of an open group.
func readAt(group int, name string) (string, error) {
	fd, err := unix.Openat(group, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	text, err := io.ReadAll(f)
	return string(text), err
}

// ThawAt has an open group of version 1 go on; one that has no freezer, or may not be written, stays as it is.
func ThawAt(group int) {
	fd, err := unix.Openat(group, "freezer.state", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	unix.Write(fd, []byte("THAWED")) //nolint:errcheck // it may be gone by now
}

// gone tells the errors of a group that has been removed: its directory is not there, or, if it was open, nothing
// is in it.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENODEV) }
