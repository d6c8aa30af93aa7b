// Whiteouts: how a layer says that something of those below it is gone.
//
//	in the archive     Plain                       Overlay
//	d/.wh.x            d/x is removed              d/x is a character device 0:0
//	d/.wh..wh..opq     all in d is removed         d has the attribute trusted.overlay.opaque=y
//
// They speak of the lower layers only: what the same archive adds stays, whether it comes before or after.
// Source: the image spec, layer.md, "Whiteouts"; the kernel's filesystems/overlayfs.rst.

package layer

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	whiteoutPrefix = ".wh."
	leftoverPrefix = ".wh..wh."
	opaqueName     = ".wh..wh..opq"
)

// meaning of a name in an archive.
type meaning int

const (
	aFile     meaning = iota
	hidesName         // .wh.NAME
	hidesAll          // .wh..wh..opq
	leftover          // aufs, which whiteouts are from, kept its own notes under such names; of no use to anybody else
)

// meaningOf tells what a clean name is about: a file, a file that is hidden, or a directory whose content is.
func meaningOf(name string) (meaning, string, error) {
	dir, base := path.Split(name)
	if !strings.Contains(name, whiteoutPrefix) {
		return aFile, name, nil
	}
	for _, component := range strings.Split(dir, "/") {
		if strings.HasPrefix(component, leftoverPrefix) {
			return leftover, name, nil
		}
		if strings.HasPrefix(component, whiteoutPrefix) {
			return aFile, name, errors.New("goes through a whiteout")
		}
	}
	hidden, is := strings.CutPrefix(base, whiteoutPrefix)
	switch {
	case !is:
		return aFile, name, nil
	case base == opaqueName:
		return hidesAll, path.Clean(dir), nil
	case strings.HasPrefix(base, leftoverPrefix):
		return leftover, name, nil
	case hidden == "" || hidden == "." || hidden == "..":
		// Joined to the directory, these would mean the directory itself, or the one above.
		return aFile, name, errors.New("a whiteout of nothing")
	}
	return hidesName, path.Join(dir, hidden), nil
}

// made is a name that this archive has added, by its directory's inode.
type made struct {
	dir  uint64
	name string
}

// hide hides one name of the lower layers.
func (u *unpacker) hide(name string) error {
	if u.Form == Plain {
		p, err := u.enter(path.Dir(name))
		if err != nil || u.ours == nil {
			return ignore(err, unix.ENOENT, unix.ENOTDIR)
		}
		defer u.root.forget()
		return u.prune(in(p, name), name)
	}
	p, err := u.parents(name)
	if err != nil {
		return err
	}
	u.marks = append(u.marks, name)
	return u.mark(in(p, name))
}

// mark leaves an overlay's whiteout, unless this layer has something of that name, which hides as well. A directory
// hides what is below only if it is opaque.
func (u *unpacker) mark(at place) error {
	err := unix.Mknodat(at.dir, at.name, unix.S_IFCHR, 0)
	if err != unix.EEXIST { //nolint:errorlint // a bare errno
		if err != nil {
			return fmt.Errorf("make whiteout: %w", err)
		}
		return disinherit(at)
	}
	st, err := at.stat()
	if err != nil || !isDirectory(&st) {
		return err
	}
	return u.setOpaque(at)
}

// hideAll hides what the lower layers have in a directory.
func (u *unpacker) hideAll(dir string) error {
	if u.Form == Plain {
		p, err := u.enter(dir)
		if err != nil || u.ours == nil {
			return ignore(err, unix.ENOENT, unix.ENOTDIR)
		}
		defer u.root.forget()
		return u.pruneAll(place{p, "."}, p.ino, dir)
	}
	if dir == "." {
		u.hidesAll = true
		return nil
	}
	p, err := u.parents(path.Join(dir, "x"))
	if err != nil {
		return err
	}
	return u.setOpaque(place{p, "."})
}

// hideRoot hides each name of the lower layers' roots by itself: overlayfs knows no opaque root.
func (u *unpacker) hideRoot() error {
	for _, lower := range u.Lowers {
		err := eachName(unix.AT_FDCWD, lower, func(_ int, name string) error {
			return u.mark(place{u.root.parent, name})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacker) setOpaque(at place) error {
	if err := unix.Lsetxattr(at.path(), u.Form.opaqueMark(), []byte("y"), 0); err != nil {
		return fmt.Errorf("make the directory opaque: %w", err)
	}
	return nil
}

// prune removes what is not of this layer. A directory stays if something in it does.
func (u *unpacker) prune(at place, name string) error {
	st, err := at.stat()
	if err != nil {
		return ignore(err, unix.ENOENT)
	}
	keep := u.ours[made{at.ino, at.name}]
	if !isDirectory(&st) {
		if keep {
			return nil
		}
		return unix.Unlinkat(at.dir, at.name, 0)
	}
	if err := u.pruneAll(at, st.Ino, name); err != nil || keep {
		return err
	}
	return ignore(unix.Unlinkat(at.dir, at.name, unix.AT_REMOVEDIR), unix.ENOTEMPTY)
}

// pruneAll prunes what is in a directory.
func (u *unpacker) pruneAll(at place, ino uint64, name string) error {
	if u.Rootless {
		if err := u.unlockOne(at, name); err != nil {
			return err
		}
	}
	return eachName(at.dir, at.name, func(dir int, child string) error {
		return u.prune(place{parent{dir: dir, ino: ino}, child}, path.Join(name, child))
	})
}
