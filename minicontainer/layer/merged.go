// The union that overlayfs would mount, seen without mounting it. A name is looked up in one directory after the other;
// no path is walked twice, as in pack.go.

package layer

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// merged is what a stack of layers shows under one name: the topmost file of that name, or the union of
// the directories down to the first that is opaque, or to a file, or a mark.
type merged struct {
	form  Form
	there bool
	at    place       // the topmost, in a directory of the one above
	st    unix.Stat_t // of the topmost
	dirs  []int       // the directories, top first, opened with O_PATH
}

// openMerged opens a stack of layers, top first.
func openMerged(form Form, lowers []string) (*merged, error) {
	m := &merged{form: form}
	for _, lower := range lowers {
		fd, err := unix.Open(lower, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err != nil {
			m.close()
			return nil, fmt.Errorf("open %s: %w", lower, err)
		}
		m.dirs = append(m.dirs, fd)
	}
	return m, nil
}

func (m *merged) close() {
	for _, fd := range m.dirs {
		unix.Close(fd)
	}
}

// find is what they show of a path. done closes what was opened for it.
func (m *merged) find(name string) (found *merged, done func(), err error) {
	var opened []*merged
	done = func() {
		for _, o := range opened {
			o.close()
		}
	}
	for found = m; name != ""; {
		first, rest, _ := strings.Cut(name, "/")
		if found, err = found.child(first); err != nil {
			return nil, done, err
		}
		opened, name = append(opened, found), rest
	}
	return found, done, nil
}

// child is what they show of one name; to be closed before them.
func (m *merged) child(name string) (*merged, error) {
	c := &merged{form: m.form}
	for _, dir := range m.dirs {
		at := place{parent{dir: dir}, name}
		st, err := at.stat()
		if err == unix.ENOENT { //nolint:errorlint // a bare errno
			continue
		}
		if err != nil {
			c.close()
			return nil, err
		}
		more, err := c.add(at, &st)
		if err != nil {
			c.close()
			return nil, err
		}
		if !more {
			break
		}
	}
	return c, nil
}

// add puts one more layer's file below those there are, and tells whether the next layer's can be seen.
func (m *merged) add(at place, st *unix.Stat_t) (more bool, err error) {
	if m.form != Plain && isMark(st) || m.there && !isDirectory(st) {
		return false, nil
	}
	if !m.there {
		m.there, m.at, m.st = true, at, *st
	}
	if !isDirectory(st) {
		return false, nil
	}
	fd, err := unix.Openat(at.dir, at.name, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return false, err
	}
	m.dirs = append(m.dirs, fd)
	return m.form == Plain || !isOpaque(at, m.form), nil
}

func isOpaque(at place, form Form) bool {
	var value [1]byte
	n, err := unix.Lgetxattr(at.path(), form.opaqueMark(), value[:])
	return err == nil && n == 1 && value[0] == 'y'
}

// names are all that they show, and some that a mark hides.
func (m *merged) names() ([]string, error) {
	var all []string
	for _, dir := range m.dirs {
		file, err := openDir(dir, ".")
		if err != nil {
			return nil, err
		}
		names, err := file.Readdirnames(-1)
		file.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, names...)
	}
	return all, nil
}
