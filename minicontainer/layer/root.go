// Names in a directory that somebody else fills.
//
// An archive may hold "x", a symlink to /etc, and then "x/passwd". openat2 walks "x" as a process chrooted to
// the directory would, so that this file lands in the directory's own etc. Whatever is then done, is done in the
// directory that was opened and with the last component of the name, by calls that do not follow it if it
// is a symlink. No name is ever checked first and used later: there is nothing between the two to be raced.
//
// Most entries are in the same directory as the one before, which therefore stays open. What a name leads to can
// change only when a directory or symlink on the way goes, so that every removal closes it.

package layer

import (
	"fmt"
	"path"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// place is where an entry goes.
type place struct {
	parent
	name string // in dir; "." is the root itself
}

// parent is an open directory.
type parent struct {
	dir  int    // opened with O_PATH, the root's to close
	ino  uint64 // which says of two names whether they mean the same directory
	mode uint32
	acls bool // what is made in it inherits access control lists
}

type root struct {
	parent
	last   parent
	opened string // the name of last; "" if there is none
}

func openRoot(dir string) (*root, error) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	r := &root{}
	if r.parent, err = look(fd); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("stat %s: %w", dir, err)
	}
	return r, nil
}

func (r *root) close() {
	r.forget()
	unix.Close(r.dir)
}

// forget closes the directory opened last.
func (r *root) forget() {
	if r.opened != "" {
		unix.Close(r.last.dir)
		r.last, r.opened = parent{dir: -1}, ""
	}
}

// directory opens a directory of the root, and closes the one it opened before.
func (r *root) directory(name string) (parent, error) {
	if name == "." {
		return r.parent, nil
	}
	if name == r.opened {
		return r.last, nil
	}
	r.forget()
	p, err := r.open(name)
	if err == nil {
		r.last, r.opened = p, name
	}
	return p, err
}

// open opens a directory for the caller to close.
func (r *root) open(name string) (parent, error) {
	fd, err := syscalls.OpenAtInRoot(r.dir, name, unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return parent{}, err
	}
	p, err := look(fd)
	if err != nil {
		unix.Close(fd)
	}
	return p, err
}

func look(dir int) (parent, error) {
	var st unix.Stat_t
	if err := unix.Fstat(dir, &st); err != nil {
		return parent{}, err
	}
	size, err := unix.Getxattr(place{parent{dir: dir}, "."}.path(), defaultACL, nil)
	return parent{dir: dir, ino: st.Ino, mode: st.Mode, acls: err == nil && size > 0}, nil
}

// in is the place of a name in the root whose directory is p.
func in(p parent, name string) place { return place{p, path.Base(name)} }

// path is for the calls that have no form with an open directory. It leads through the descriptor, not through names.
func (p place) path() string { return "/proc/self/fd/" + strconv.Itoa(p.dir) + "/" + p.name }

// stat does not follow a symlink.
func (p place) stat() (st unix.Stat_t, err error) {
	err = unix.Fstatat(p.dir, p.name, &st, unix.AT_SYMLINK_NOFOLLOW)
	return st, err
}
