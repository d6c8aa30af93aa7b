// One file as an entry of an archive.

package build

import (
	"archive/tar"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// header describes a thing as tar does.
func (t *taker) header(at thing, stat *unix.Stat_t) (*tar.Header, error) {
	if strings.HasPrefix(at.base, ".wh.") {
		return nil, ErrWhiteout
	}
	h := &tar.Header{
		Name:    at.name,
		Mode:    int64(stat.Mode & 0o7777),
		ModTime: time.Unix(stat.Mtim.Unix()),
		Format:  tar.FormatPAX, // the only one with fractions of a second
	}
	if t.selection.KeepOwners {
		h.Uid, h.Gid = int(stat.Uid), int(stat.Gid)
	}
	if err := t.kind(at, stat, h); err != nil {
		return nil, err
	}
	if h.Typeflag != tar.TypeDir && stat.Nlink > 1 {
		t.link(h, inode{uint64(stat.Dev), stat.Ino}) //nolint:unconvert // 32 bits on some architectures
	}
	return h, nil
}

func (t *taker) kind(at thing, stat *unix.Stat_t, h *tar.Header) (err error) {
	switch stat.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		h.Typeflag, h.Size = tar.TypeReg, stat.Size
	case unix.S_IFDIR:
		h.Typeflag, h.Name = tar.TypeDir, h.Name+"/"
	case unix.S_IFLNK:
		h.Typeflag = tar.TypeSymlink
		h.Linkname, err = readlinkat(at.dir, at.base)
	case unix.S_IFIFO:
		h.Typeflag = tar.TypeFifo
	case unix.S_IFCHR, unix.S_IFBLK:
		h.Typeflag = tar.TypeChar
		if stat.Mode&unix.S_IFMT == unix.S_IFBLK {
			h.Typeflag = tar.TypeBlock
		}
		h.Devmajor, h.Devminor = int64(unix.Major(uint64(stat.Rdev))), int64(unix.Minor(uint64(stat.Rdev)))
	default:
		return ErrSocket
	}
	return err
}

// link makes a header one of a hard link, if the file has been taken under another name.
func (t *taker) link(h *tar.Header, file inode) {
	first, seen := t.links[file]
	if !seen {
		t.links[file] = h.Name
		return
	}
	h.Typeflag, h.Linkname, h.Size = tar.TypeLink, first, 0
}

func readlinkat(dir *os.File, name string) (string, error) {
	var text [unix.PathMax]byte
	n, err := unix.Readlinkat(int(dir.Fd()), name, text[:])
	if err != nil {
		return "", err
	}
	return string(text[:n]), nil
}
