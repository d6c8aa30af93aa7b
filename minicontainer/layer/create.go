// What an entry is, made: always a new inode, under a name that was free or has been freed.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// create makes what the entry is, in place of what is there.
func (u *unpacker) create(at place, name string, data io.Reader) error {
	h := u.header
	if h.Typeflag == tar.TypeLink {
		return u.hardLink(at, h.Linkname)
	}
	a, err := u.attributes(h)
	if err != nil {
		return err
	}
	if h.Typeflag == tar.TypeDir {
		return u.directory(at, name, a)
	}
	if err := u.inode(at, h, data); err != nil {
		return err
	}
	return u.dress(at, a)
}

func (u *unpacker) inode(at place, h *tar.Header, data io.Reader) error {
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		return u.file(at, h.Size, data)
	case tar.TypeSymlink:
		return u.node(at, "symlink", func() error { return unix.Symlinkat(h.Linkname, at.dir, at.name) })
	case tar.TypeFifo:
		return u.node(at, "fifo", func() error { return unix.Mknodat(at.dir, at.name, unix.S_IFIFO|0o600, 0) })
	case tar.TypeChar, tar.TypeBlock:
		return u.device(at, h)
	}
	return fmt.Errorf("unknown type %q", h.Typeflag)
}

func (u *unpacker) node(at place, what string, create func() error) error {
	if _, err := u.make(at, create); err != nil {
		return fmt.Errorf("make %s: %w", what, err)
	}
	return nil
}

// file makes a regular file. O_EXCL sees to it that the file is new: opening one that is there would write
// through a symlink, or into all the names of a hard link.
func (u *unpacker) file(at place, size int64, data io.Reader) error {
	fd := -1
	err := u.node(at, "file", func() (err error) {
		const flags = unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_NOFOLLOW | unix.O_CLOEXEC
		fd, err = unix.Openat(at.dir, at.name, flags, 0o600)
		return err
	})
	if err != nil {
		return err
	}
	err = u.write(fd, data, size)
	return errors.Join(err, unix.Close(fd))
}

var errMark = errors.New("character device 0:0 would act as a whiteout")

// device makes a device node. The kernel takes twelve bits of a major number and twenty of a minor one and
// drops the others in silence: what says 4096:0 would become 0:0, which is an overlay's whiteout.
func (u *unpacker) device(at place, h *tar.Header) error {
	if h.Devmajor < 0 || h.Devmajor >= 1<<12 || h.Devminor < 0 || h.Devminor >= 1<<20 {
		return fmt.Errorf("no such device %d:%d", h.Devmajor, h.Devminor)
	}
	if h.Devmajor == 0 && h.Devminor == 0 && h.Typeflag == tar.TypeChar {
		return errMark
	}
	switch u.Devices {
	case RefuseDevices:
		return errors.New("devices are not allowed")
	case ReplaceDevices:
		// As umoci does it. Without any file, a program would find a name missing that the image promises, and a
		// layer made of the directory would be told to delete it; the runtime brings its own /dev anyway.
		u.done.Replaced++
		return u.file(at, 0, nil)
	}
	kind := uint32(unix.S_IFCHR)
	if h.Typeflag == tar.TypeBlock {
		kind = unix.S_IFBLK
	}
	dev := int(unix.Mkdev(uint32(h.Devmajor), uint32(h.Devminor)))
	return u.node(at, "device", func() error { return unix.Mknodat(at.dir, at.name, kind|0o600, dev) })
}
