// Directories get what their entries say when all is in them.
//
// Every file that is made in a directory changes its time; a mode without w shuts out the ordinary user
// who is filling it; a default access control list would be handed down to each new file. Until the end
// a directory is therefore the caller's own, 0700, and what it is to become is kept by its inode, which
// is the same under whatever name the archive reaches it.

package layer

import (
	"errors"
	"fmt"
	"path"
	"sort"

	"golang.org/x/sys/unix"
)

type directory struct {
	name string
	attributes
	before bool // it was there before, with attributes of its own
}

var errThere = errors.New("there already")

// directory makes one, or takes the one that is there.
func (u *unpacker) directory(at place, name string, a attributes) error {
	replaced, err := u.make(at, func() error { return makeDirectory(at) })
	before := errors.Is(err, errThere)
	if err != nil && !before {
		return fmt.Errorf("make directory: %w", err)
	}
	if replaced && u.Form != Plain {
		// What it replaces had hidden the lower layers' directory of this name.
		if err := u.setOpaque(at); err != nil {
			return err
		}
	}
	st, err := at.stat()
	if err != nil {
		return err
	}
	u.late[st.Ino] = directory{name: name, attributes: a, before: before && u.ours != nil}
	if u.Rootless && locked(st.Mode) {
		return unix.Fchmodat(at.dir, at.name, unix.S_IRWXU, 0)
	}
	return nil
}

func makeDirectory(at place) error {
	err := unix.Mkdirat(at.dir, at.name, 0o700)
	if err == unix.EEXIST { //nolint:errorlint // a bare errno
		if st, err := at.stat(); err == nil && isDirectory(&st) {
			return errThere
		}
	}
	return err
}

func isDirectory(st *unix.Stat_t) bool { return st.Mode&unix.S_IFMT == unix.S_IFDIR }

// finish gives the directories what their entries say, the lower ones first: nothing may be below one that the
// caller himself must not enter any more.
func (u *unpacker) finish() error {
	if u.hidesAll {
		if err := u.hideRoot(); err != nil {
			return fmt.Errorf("unpack %s: %w", opaqueName, err)
		}
	}
	if len(u.marks) > 0 {
		if err := u.dropIdleMarks(); err != nil {
			return fmt.Errorf("drop whiteouts of nothing: %w", err)
		}
	}
	inodes := make([]uint64, 0, len(u.late))
	for ino := range u.late {
		inodes = append(inodes, ino)
	}
	sort.Slice(inodes, func(i, j int) bool { return u.late[inodes[i]].name > u.late[inodes[j]].name })
	for _, ino := range inodes {
		if err := u.finishOne(ino, u.late[ino]); err != nil {
			return fmt.Errorf("unpack %s: %w", shown(u.late[ino].name), err)
		}
	}
	return nil
}

// finishOne passes over a directory that a later entry has replaced.
func (u *unpacker) finishOne(ino uint64, d directory) error {
	p, err := u.root.directory(path.Dir(d.name))
	if err != nil {
		return ignore(err, unix.ENOENT, unix.ENOTDIR)
	}
	at := in(p, d.name)
	st, err := at.stat()
	if err != nil || st.Ino != ino || !isDirectory(&st) {
		return ignore(err, unix.ENOENT)
	}
	if d.before {
		if err := u.undress(at, d.extended); err != nil {
			return err
		}
	}
	return u.dress(at, d.attributes)
}
