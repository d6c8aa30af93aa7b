package layer

import (
	"errors"
	"fmt"
	"path"

	"golang.org/x/sys/unix"
)

// hardLink gives a file of this directory one more name. What it is linked to is a name like every other: walked in the
// root, its last component not followed. A hard link to a symlink is one more name of the symlink,
// not of the file it leads to, which may be the host's.
//
// The file has its owner, mode and times from the entry that brought it.
func (u *unpacker) hardLink(at place, target string) error {
	from, err := u.linked(target)
	if err != nil {
		return fmt.Errorf("hard link to %s: %w", shown(target), err)
	}
	defer unix.Close(from.dir)
	if from.ino == at.ino && from.name == at.name {
		return errors.New("hard link to itself")
	}
	_, err = u.make(at, func() error { return unix.Linkat(from.dir, from.name, at.dir, at.name, 0) })
	if err != nil {
		return fmt.Errorf("hard link to %s: %w", shown(target), err)
	}
	return nil
}

// linked is the place of a file that is there, for the caller to close.
func (u *unpacker) linked(target string) (place, error) {
	name, err := cleanName(target)
	if err != nil {
		return place{}, err
	}
	p, err := u.root.open(path.Dir(name))
	if err != nil {
		return place{}, err
	}
	at := in(p, name)
	st, err := at.stat()
	switch {
	case err != nil:
	case st.Mode&unix.S_IFMT == unix.S_IFDIR:
		err = unix.EISDIR
	case isMark(&st):
		err = unix.ENOENT // a whiteout of this layer
	}
	if err != nil {
		unix.Close(p.dir)
	}
	return at, err
}
