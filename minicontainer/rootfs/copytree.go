package rootfs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// CopyTree copies a tree with all that a file is: modes, times, hard links, devices, extended attributes as far as they can be
// set, and, as root, owners. For others all is the caller's, which is what a user namespace with one user in it
// can have.
type CopyTree struct{ From, To string }

// Name is "copy files to" and the path.
func (c CopyTree) Name() string { return "copy files to " + c.To }

// Line is the cp(1) command.
func (c CopyTree) Line() string { return plan.Quote("cp", "-a", c.From+"/.", c.To) }

// Do copies. After an error part of the files is there.
func (c CopyTree) Do() error {
	t := treeCopy{CopyTree: c, owners: !InUserNamespace(), links: map[inode]string{}}
	err := filepath.WalkDir(c.From, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return t.entry(path, filepath.Join(c.To, strings.TrimPrefix(path, c.From)))
	})
	for i := len(t.dirs) - 1; err == nil && i >= 0; i-- {
		err = t.dirs[i].setTimes() // when nothing is made in them any more
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name(), err)
	}
	return nil
}

type inode struct{ dev, ino uint64 }

type treeCopy struct {
	CopyTree
	owners bool
	links  map[inode]string // the copy of a file that has several names
	dirs   []copied
}

// copied is a copy, and what it is to be like.
type copied struct {
	path string
	st   unix.Stat_t
}

func (t *treeCopy) entry(from, to string) error {
	c := copied{path: to}
	if err := unix.Lstat(from, &c.st); err != nil {
		return &os.PathError{Op: "lstat", Path: from, Err: err}
	}
	kind := c.st.Mode & unix.S_IFMT
	if kind == unix.S_IFSOCK {
		return nil // nobody listens at its copy
	}
	id := inode{uint64(c.st.Dev), c.st.Ino} //nolint:unconvert // another type on another machine
	if first, again := t.links[id]; again {
		return os.Link(first, to)
	}
	if err := c.make(kind, from); err != nil {
		return err
	}
	if kind != unix.S_IFDIR && c.st.Nlink > 1 {
		t.links[id] = to
	}
	if err := t.dress(c, kind, from); err != nil {
		return err
	}
	if kind == unix.S_IFDIR {
		t.dirs = append(t.dirs, c)
		return nil
	}
	return c.setTimes()
}

// make makes the copy.
func (c copied) make(kind uint32, from string) error {
	switch kind {
	case unix.S_IFDIR:
		if err := os.Mkdir(c.path, 0o755); err != nil && !os.IsExist(err) {
			return err
		}
		return nil
	case unix.S_IFLNK:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, c.path)
	case unix.S_IFREG:
		return copyFile(from, c.path)
	}
	if err := unix.Mknod(c.path, kind|0o600, int(c.st.Rdev)); err != nil { //nolint:gosec // a device number of the kernel's
		return &os.PathError{Op: "mknod", Path: c.path, Err: err}
	}
	return nil
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = dst.ReadFrom(src)
	return errors.Join(err, dst.Close())
}

// dress gives the copy owner, mode and attributes, in this order: a new owner takes setuid and capabilities away.
func (t *treeCopy) dress(c copied, kind uint32, from string) error {
	if t.owners {
		if err := os.Lchown(c.path, int(c.st.Uid), int(c.st.Gid)); err != nil {
			return err
		}
	}
	if kind == unix.S_IFLNK {
		return nil
	}
	if err := unix.Chmod(c.path, c.st.Mode&0o7777); err != nil {
		return &os.PathError{Op: "chmod", Path: c.path, Err: err}
	}
	copyAttributes(from, c.path)
	return nil
}

// copyAttributes copies the extended attributes that can be set here: not every file system has all kinds.
func copyAttributes(from, to string) {
	names := make([]byte, 64<<10) // no file has more. Source: listxattr(2)
	n, err := unix.Llistxattr(from, names)
	if err != nil {
		return
	}
	for _, name := range strings.Split(strings.TrimRight(string(names[:n]), "\x00"), "\x00") {
		value := make([]byte, 64<<10)
		if size, err := unix.Lgetxattr(from, name, value); err == nil {
			unix.Lsetxattr(to, name, value[:size], 0) //nolint:errcheck // see above
		}
	}
}

func (c copied) setTimes() error {
	times := []unix.Timespec{{Nsec: unix.UTIME_OMIT}, c.st.Mtim}
	if err := unix.UtimesNanoAt(unix.AT_FDCWD, c.path, times, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return &os.PathError{Op: "utimensat", Path: c.path, Err: err}
	}
	return nil
}
