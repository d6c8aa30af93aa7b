// The first pass: what the layers' headers come to. An entry replaces what has its name, except that a directory joins the
// one that is there; a layer's whiteouts take away what lower layers have, and nothing of its own.

package tree

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"math"
	"path"

	"golang.org/x/sys/unix"
)

// Layer opens the archive of a layer, not compressed. It is opened once by Read and once by each pass over the content,
// and must be the same each time.
type Layer func() (io.ReadCloser, error)

// Read reads what the layers come to, the lowest first. Each archive is read to its end, so that a digest taken on the way
// is one of all of it. Errors read "read layer 2: ENTRY: cause".
func Read(layers ...Layer) (*Tree, error) {
	t := New()
	for n, open := range layers {
		t.layer = n + 1
		a := &archive{open: open}
		t.archives = append(t.archives, a)
		if err := t.read(a); err != nil {
			return nil, fmt.Errorf("read layer %d: %w", t.layer, err)
		}
	}
	return t, nil
}

func (t *Tree) read(a *archive) error {
	r, err := a.open()
	if err != nil {
		return err
	}
	defer r.Close()
	err = eachEntry(r, func(number int, h *tar.Header, _ io.Reader) error {
		if err := t.apply(h, source{archive: a, entry: number}); err != nil {
			return fmt.Errorf("%s: %w", shown(h.Name), err)
		}
		return nil
	})
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	return err
}

// eachEntry calls f for the entries of an archive, which are numbered.
func eachEntry(archive io.Reader, f func(number int, h *tar.Header, content io.Reader) error) error {
	r := tar.NewReader(archive)
	for number := 0; ; number++ {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if number == 0 && errors.Is(err, tar.ErrHeader) {
			err = errors.New("it is no tar archive")
		}
		if err != nil {
			return err
		}
		if err := f(number, h, r); err != nil {
			return err
		}
	}
}

// apply does what an entry says. A global header (git writes the commit's hash there) is of no use to a layer.
func (t *Tree) apply(h *tar.Header, from source) error {
	if h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, err := cleanName(h.Name)
	if err != nil {
		return err
	}
	about, name, err := meaningOf(name)
	if err != nil {
		return err
	}
	switch about {
	case hidesName:
		return t.hide(name)
	case hidesAll:
		return t.hideAll(name)
	case leftover:
		return nil
	}
	return t.place(name, h, from)
}

// place puts a file where its entry says.
func (t *Tree) place(name string, h *tar.Header, from source) error {
	if name == "." {
		return t.dressRoot(h, from)
	}
	dir, err := t.parents(path.Dir(name), h.ModTime)
	if err != nil {
		return err
	}
	if h.Typeflag == tar.TypeLink {
		return t.hardLink(dir, path.Base(name), h.Linkname)
	}
	f, err := fileOf(h, from)
	if err != nil {
		return err
	}
	_, err = t.put(dir, path.Base(name), f)
	return err
}

func (t *Tree) dressRoot(h *tar.Header, from source) error {
	if h.Typeflag != tar.TypeDir {
		return errors.New("only a directory can be the root")
	}
	f, err := fileOf(h, from)
	if err == nil {
		t.root.file = f
	}
	return err
}

// hardLink gives a file one more name. It is the file that has the target's name now: what replaces that name later does
// not change this one.
func (t *Tree) hardLink(dir *node, name, target string) error {
	to, err := t.find(target)
	switch {
	case err != nil:
	case to.isDirectory():
		err = unix.EISDIR
	case to.parent == dir && to.name == name:
		return errors.New("hard link to itself")
	}
	if err != nil {
		return fmt.Errorf("hard link to %s: %w", shown(target), err)
	}
	f := to.file
	f.Links++
	if _, err := t.put(dir, name, f); err != nil {
		return err
	}
	if to.parent.children[to.name] != to {
		return fmt.Errorf("hard link to %s: it is in the directory that the link replaces", shown(target))
	}
	return nil
}

// fileOf is the file that an entry describes.
func fileOf(h *tar.Header, from source) (*File, error) {
	f := &File{Mode: uint32(h.Mode) & 0o7777, Modified: h.ModTime, Links: 1}
	// The largest number means "as it is" to chown(2), and is nobody's.
	if int64(h.Uid) < 0 || int64(h.Gid) < 0 || int64(h.Uid) >= math.MaxUint32 || int64(h.Gid) >= math.MaxUint32 {
		return nil, fmt.Errorf("no such owner %d:%d", h.Uid, h.Gid)
	}
	f.UID, f.GID = uint32(h.Uid), uint32(h.Gid)
	var err error
	if f.Attributes, err = attributesOf(h); err != nil {
		return nil, err
	}
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		f.Mode |= unix.S_IFREG
		f.Size, f.from = h.Size, from
	case tar.TypeDir:
		f.Mode |= unix.S_IFDIR
	case tar.TypeFifo:
		f.Mode |= unix.S_IFIFO
	case tar.TypeSymlink:
		f.Mode = unix.S_IFLNK | 0o777 // a symlink has no permissions of its own
		f.Target = h.Linkname
		err = checkTarget(h.Linkname)
	case tar.TypeChar, tar.TypeBlock:
		err = f.beDevice(h)
	default:
		err = fmt.Errorf("unknown type %q", h.Typeflag)
	}
	return f, err
}

func checkTarget(target string) error {
	switch {
	case target == "":
		return unix.ENOENT // as symlink(2) has it
	case len(target) > maxPath:
		return unix.ENAMETOOLONG
	}
	return nil
}

// beDevice takes the numbers that the kernel has room for: twelve bits and twenty. 0:0 is an overlay's whiteout, which would
// hide things if the tree were ever a layer again.
func (f *File) beDevice(h *tar.Header) error {
	if h.Devmajor < 0 || h.Devmajor >= 1<<12 || h.Devminor < 0 || h.Devminor >= 1<<20 {
		return fmt.Errorf("no such device %d:%d", h.Devmajor, h.Devminor)
	}
	f.Major, f.Minor = uint32(h.Devmajor), uint32(h.Devminor)
	if h.Typeflag == tar.TypeBlock {
		f.Mode |= unix.S_IFBLK
		return nil
	}
	f.Mode |= unix.S_IFCHR
	if f.Major == 0 && f.Minor == 0 {
		return errors.New("character device 0:0 would act as a whiteout")
	}
	return nil
}
