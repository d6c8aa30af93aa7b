// Directories that an archive goes through without having them as entries.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"path"

	"golang.org/x/sys/unix"
)

// parents opens the directory that name is in, and makes it if it is missing.
func (u *unpacker) parents(name string) (parent, error) {
	dir := path.Dir(name)
	p, err := u.enter(dir)
	if err != unix.ENOENT && err != unix.ENOTDIR { //nolint:errorlint // a bare errno
		return p, err
	}
	if err := u.makeParent(dir); err != nil {
		return parent{}, fmt.Errorf("make the directory %s: %w", shown(dir), err)
	}
	return u.enter(dir)
}

// makeParent makes a directory, also in place of a file or an overlay's mark, but not of a symlink
// that leads nowhere: what it leads to may be in another layer, and is not ours to hide.
func (u *unpacker) makeParent(dir string) error {
	above, err := u.parents(dir)
	if err != nil {
		return err
	}
	at := in(above, dir)
	if st, err := at.stat(); err == nil && st.Mode&unix.S_IFMT == unix.S_IFLNK {
		return errors.New("it is a symlink that leads to no directory")
	}
	a, err := u.unmentioned(dir)
	if err != nil {
		return err
	}
	return u.directory(at, dir, a)
}

// unmentioned are the attributes of a directory that the archive does not have. overlayfs shows those that the topmost
// layer has, and this one is about to be that: it takes them over from below.
func (u *unpacker) unmentioned(dir string) (attributes, error) {
	found, done, err := u.below.find(dir)
	defer done()
	if err != nil {
		return attributes{}, err
	}
	if found.there && isDirectory(&found.st) {
		return u.present(found.at)
	}
	return u.attributes(&tar.Header{Typeflag: tar.TypeDir, Mode: 0o755, ModTime: u.header.ModTime})
}

// present are the attributes that a file has.
func (u *unpacker) present(at place) (attributes, error) {
	st, err := at.stat()
	if err != nil {
		return attributes{}, err
	}
	extended, err := u.list.read(at)
	for name := range extended {
		if ofOverlay(name) {
			delete(extended, name)
		}
	}
	return attributes{uid: st.Uid, gid: st.Gid, mode: st.Mode & 0o7777, modified: st.Mtim, extended: extended}, err
}

// enter opens a directory that is there. A caller who is not root may have shut himself out of a lower layer's.
func (u *unpacker) enter(dir string) (parent, error) {
	p, err := u.root.directory(dir)
	if u.Rootless && (err == unix.EACCES || err == nil && locked(p.mode)) { //nolint:errorlint // a bare errno
		if err := u.unlock(dir); err != nil {
			return parent{}, err
		}
		return u.root.directory(dir)
	}
	return p, err
}

func locked(mode uint32) bool { return mode&unix.S_IRWXU != unix.S_IRWXU }

// unlock gives the caller all rights in his own directories on the way to dir; finish takes them again.
func (u *unpacker) unlock(dir string) error {
	if dir != "." {
		if err := u.unlock(path.Dir(dir)); err != nil {
			return err
		}
	}
	above, err := u.root.directory(path.Dir(dir))
	if err != nil {
		return err
	}
	return u.unlockOne(in(above, dir), dir)
}

func (u *unpacker) unlockOne(at place, name string) error {
	st, err := at.stat()
	if err != nil || !isDirectory(&st) || !locked(st.Mode) {
		return err
	}
	if err := unix.Fchmodat(at.dir, at.name, st.Mode&0o7777|unix.S_IRWXU, 0); err != nil {
		return err
	}
	if _, known := u.late[st.Ino]; known {
		return nil
	}
	a, err := u.present(at)
	a.mode = st.Mode & 0o7777
	u.late[st.Ino] = directory{name: name, attributes: a}
	return err
}
