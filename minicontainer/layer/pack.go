// A directory becomes an archive.
//
// The directory may be a running container's, whose processes can put a symlink to the host's files in place of a
// directory while we are in it. No path is therefore walked twice: each directory is opened in the
// one above, without following, and its files in it.
//
// Left out, by nature: sockets, which are nothing without their process. By decision: access and change times, the
// names of owners (the machine's, not the image's), and holes, of which Unpack makes new ones.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// PackOptions say how Pack does it. The zero value: all as it is in the directory.
type PackOptions struct {
	Form Form
	// Owner gives the owner in the archive for the one in the directory. nil: as it is.
	Owner func(uid, gid uint32) (uint32, uint32, error)
	// Rootless: files and directories that their owner, the caller, may not read are made readable for the moment.
	Rootless bool
}

// Pack writes the directory as an archive: the directory itself as "./", then its entries sorted by name, parents
// before what is in them, and the same bytes for the same tree. With Overlay and OverlayUser it is an overlay's
// upper directory, whose marks become whiteouts. Errors read "pack NAME: cause". Needs /proc.
func Pack(archive io.Writer, dir string, o PackOptions) error {
	p, err := newPacker(archive, dir, o)
	if err != nil {
		return err
	}
	defer p.root.close()
	if err := p.entry(place{p.root.parent, "."}, ".", true); err != nil {
		return err
	}
	return p.end()
}

type packer struct {
	PackOptions
	root   *root
	to     *tar.Writer
	links  map[inode]string // files with several names, by the first that was packed
	list   lister
	buffer []byte
}

type inode struct{ dev, ino uint64 }

func newPacker(archive io.Writer, dir string, o PackOptions) (*packer, error) {
	r, err := openRoot(dir)
	return &packer{
		PackOptions: o, root: r, to: tar.NewWriter(archive), links: map[inode]string{}, buffer: make([]byte, 256<<10),
	}, err
}

func (p *packer) end() error {
	if err := p.to.Close(); err != nil {
		return fmt.Errorf("end the archive: %w", err)
	}
	return nil
}

// entry packs one file, and with deep all that is below it.
func (p *packer) entry(at place, name string, deep bool) error {
	st, err := at.stat()
	if err != nil {
		return fmt.Errorf("pack %s: %w", shown(name), err)
	}
	return p.lend(at, &st, func() error {
		if err := p.one(at, name, &st); err != nil {
			return fmt.Errorf("pack %s: %w", shown(name), err)
		}
		if !deep || !isDirectory(&st) {
			return nil
		}
		return p.below(at, name)
	})
}

func (p *packer) below(at place, name string) error {
	dir, err := openDir(at.dir, at.name)
	if err != nil {
		return fmt.Errorf("pack %s: %w", shown(name), err)
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return fmt.Errorf("pack %s: %w", shown(name), err)
	}
	sort.Strings(names)
	for _, child := range names {
		if err := p.entry(place{parent{dir: int(dir.Fd())}, child}, path.Join(name, child), true); err != nil {
			return err
		}
	}
	return nil
}

// one packs one file without what is below it.
func (p *packer) one(at place, name string, st *unix.Stat_t) error {
	if err := p.reserved(name); err != nil {
		return err
	}
	if isMark(st) {
		if p.Form == Plain {
			return errMark
		}
		return p.whiteout(name)
	}
	if st.Mode&unix.S_IFMT == unix.S_IFSOCK {
		return nil
	}
	h := header(st)
	h.Name = archiveName(name, st)
	// Some tools give a file the attributes of each of its names' entries: they must all say the same.
	opaque, err := p.complete(at, h, st)
	if err != nil {
		return err
	}
	if st.Nlink > 1 && !isDirectory(st) {
		id := inode{uint64(st.Dev), st.Ino}
		if first, packed := p.links[id]; packed {
			h.Typeflag, h.Linkname, h.Size = tar.TypeLink, first, 0
			return p.to.WriteHeader(h)
		}
		p.links[id] = name
	}
	if h.Typeflag == tar.TypeReg && h.Size > 0 {
		return p.content(at, h, st)
	}
	if err := p.to.WriteHeader(h); err != nil || !opaque {
		return err
	}
	return p.whiteoutAll(name)
}

func archiveName(name string, st *unix.Stat_t) string {
	if isDirectory(st) {
		return name + "/"
	}
	return name
}

// complete adds what is not in the result of stat, and tells whether the file is an opaque directory.
func (p *packer) complete(at place, h *tar.Header, st *unix.Stat_t) (opaque bool, err error) {
	uid, gid, err := mapOwner(p.Owner, st.Uid, st.Gid)
	if err != nil {
		return false, err
	}
	h.Uid, h.Gid = int(uid), int(gid)
	if h.Typeflag == tar.TypeSymlink {
		n, err := unix.Readlinkat(at.dir, at.name, p.buffer)
		if err != nil {
			return false, fmt.Errorf("read symlink: %w", err)
		}
		h.Linkname = string(p.buffer[:n])
	}
	all, err := p.list.read(at)
	if err != nil {
		return false, err
	}
	return p.attributes(h, all)
}

func header(st *unix.Stat_t) *tar.Header {
	h := &tar.Header{
		Format: tar.FormatPAX, // the only one that can say all of it
		Mode:   int64(st.Mode & 0o7777), ModTime: time.Unix(int64(st.Mtim.Sec), int64(st.Mtim.Nsec)),
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		h.Typeflag = tar.TypeDir
	case unix.S_IFLNK:
		h.Typeflag = tar.TypeSymlink
	case unix.S_IFIFO:
		h.Typeflag = tar.TypeFifo
	case unix.S_IFCHR:
		h.Typeflag = tar.TypeChar
	case unix.S_IFBLK:
		h.Typeflag = tar.TypeBlock
	default:
		h.Typeflag, h.Size = tar.TypeReg, st.Size
		return h
	}
	h.Devmajor, h.Devminor = int64(unix.Major(uint64(st.Rdev))), int64(unix.Minor(uint64(st.Rdev)))
	return h
}

// errReplaced: somebody has put another file in the place of the one whose header is being written.
var errReplaced = errors.New("replaced while it was read")

// content packs a regular file. Its size stands in the header: what grows meanwhile is cut off, and
// what shrinks cannot be packed.
func (p *packer) content(at place, h *tar.Header, st *unix.Stat_t) error {
	// Were it a FIFO by now, O_NONBLOCK would not wait for its writer.
	fd, err := unix.Openat(at.dir, at.name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	var opened unix.Stat_t
	if err := unix.Fstat(fd, &opened); err != nil || opened.Ino != st.Ino || opened.Dev != st.Dev {
		return errors.Join(err, errReplaced)
	}
	if err := p.to.WriteHeader(h); err != nil {
		return err
	}
	for left := h.Size; left > 0; {
		n, err := unix.Read(fd, p.buffer[:min(left, int64(len(p.buffer)))])
		if err == nil && n == 0 {
			err = fmt.Errorf("%d bytes shorter than when it was opened", left)
		}
		if err == unix.EINTR { //nolint:errorlint // a bare errno
			continue
		}
		if err != nil {
			return fmt.Errorf("read content: %w", err)
		}
		if _, err := p.to.Write(p.buffer[:n]); err != nil {
			return err
		}
		left -= int64(n)
	}
	return nil
}

// lend calls read while the owner, who is the caller, has the rights that he may have taken from himself.
func (p *packer) lend(at place, st *unix.Stat_t, read func() error) error {
	rights := map[uint32]uint32{unix.S_IFREG: unix.S_IRUSR, unix.S_IFDIR: unix.S_IRUSR | unix.S_IXUSR}[st.Mode&unix.S_IFMT]
	if !p.Rootless || st.Mode&rights == rights {
		return read()
	}
	fd, err := unix.Openat(at.dir, at.name, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	// By its descriptor, as chmod would follow a symlink that had been put there.
	path, mode := "/proc/self/fd/"+strconv.Itoa(fd), st.Mode&0o7777
	if unix.Chmod(path, mode|rights) != nil {
		return read() // another's file, which may be readable nevertheless
	}
	return errors.Join(read(), unix.Chmod(path, mode))
}
