// Putting files into the root of an image that is being made.
//
// The root is foreign data, too: an image may have a symlink where a file is to go. Everything goes through one
// archive that package layer unpacks in the root, and the kernel walks every name there as if in a chroot. What
// is left to do here is to rewrite the names, so that what is in the archive ends up at its destination:
//
//	archive            COPY a.txt dir /dest/     root
//	a.txt                                        dest/a.txt
//	./                 (dir itself)              dest/, if there was none
//	sub/b.txt          (in dir)                  dest/sub/b.txt
//
// A single file has the name of the destination instead, unless that is a directory.

package build

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Causes of errors of Land.
var (
	ErrNotDirectory = errors.New("not a directory")
	ErrSeveral      = errors.New("several files go to a directory: write a slash at its end")
	ErrDangling     = errors.New("it is a symlink to what is not there, in the place of a directory")
	ErrOutside      = errors.New("the name leads out of the archive")
)

// Land unpacks an archive, as Take writes it or as ADD finds it, in the tree root. Directories that are missing on the
// way to the destination are made: 0755, of p.Owner. o is for package layer: whose the files are on this machine. After
// an error some of the archive may be there.
func Land(root string, p PutRequest, archive io.Reader, o layer.UnpackOptions) error {
	l, err := newLanding(root, p)
	if err != nil {
		return err
	}
	return throughPipe(
		func(w io.Writer) error { return l.rewrite(archive, w) },
		func(r io.Reader) error { _, err := layer.Unpack(r, root, o); return err })
}

// landing is a destination that has been looked at.
type landing struct {
	dir     string   // where the archive's names begin; "." is the root
	rename  string   // what the single thing is called; "" as archived
	missing []string // directories to make, the parents first
	owner   *rootfs.User
	mode    modeChange
}

func newLanding(root string, p PutRequest) (*landing, error) {
	l := &landing{dir: below(p.Dest)}
	is, err := kindOf(root, p.Dest)
	if err != nil {
		return nil, fmt.Errorf("copy to %s: %w", p.Dest, err)
	}
	wantsDir := strings.HasSuffix(p.Dest, "/") || !p.Single
	switch {
	case is != directory && !wantsDir:
		l.dir, l.rename = below(path.Dir(path.Clean(p.Dest))), path.Base(p.Dest)
	case is == otherThing:
		return nil, fmt.Errorf("copy to %s: %w", p.Dest, ErrNotDirectory)
	case is == nothing && p.Several && !strings.HasSuffix(p.Dest, "/"):
		return nil, fmt.Errorf("copy to %s: %w", p.Dest, ErrSeveral)
	}
	if l.missing, err = missingDirs(root, l.dir); err != nil {
		return nil, fmt.Errorf("copy to %s: %w", p.Dest, err)
	}
	if l.owner, err = lookupOwner(root, p.Owner); err != nil {
		return nil, err
	}
	l.mode, err = parseMode(p.Mode)
	return l, err
}

// below is an absolute path as one relative to the root; that itself is ".".
func below(name string) string { return path.Join(".", path.Clean("/" + name)[1:]) }

type kind int

const (
	nothing kind = iota
	directory
	otherThing
)

// kindOf tells what a path in root leads to.
func kindOf(root, name string) (kind, error) {
	file, err := syscalls.OpenInRoot(root, path.Clean(name), unix.O_PATH)
	if err != nil {
		switch {
		case errors.Is(err, unix.ENOENT):
			return nothing, nil
		case errors.Is(err, unix.ENOTDIR):
			return nothing, ErrNotDirectory
		}
		return nothing, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nothing, err
	}
	if info.IsDir() {
		return directory, nil
	}
	return otherThing, nil
}

// missingDirs is the directories that are not there on the way to dir and with it, the parents first.
func missingDirs(root, dir string) ([]string, error) {
	var missing []string
	for ; dir != "."; dir = path.Dir(dir) {
		is, err := kindOf(root, dir)
		if err != nil || is == directory {
			return missing, err
		}
		if is == otherThing {
			return nil, fmt.Errorf("/%s: %w", dir, ErrNotDirectory)
		}
		if dangling, err := exists(root, dir, unix.O_NOFOLLOW); err != nil || dangling {
			return nil, errors.Join(err, fmt.Errorf("/%s: %w", dir, ErrDangling))
		}
		missing = append([]string{dir}, missing...)
	}
	return missing, nil
}

// lookupOwner is who USER[:GROUP] is in the root. A number alone is the group's, too, as COPY --chown has it.
func lookupOwner(root, owner string) (*rootfs.User, error) {
	if owner == "" {
		return nil, nil
	}
	if _, err := strconv.ParseUint(owner, 10, 32); err == nil {
		owner += ":" + owner
	}
	user, err := rootfs.LookupUser([]string{root}, owner)
	return &user, err
}

// rewrite copies the archive with the names it is to have in the root.
func (l *landing) rewrite(archive io.Reader, to io.Writer) error {
	in, out := tar.NewReader(archive), tar.NewWriter(to)
	for _, dir := range l.missing {
		h := &tar.Header{Typeflag: tar.TypeDir, Name: dir + "/", Mode: 0o755, ModTime: time.Now()}
		l.own(h)
		if err := out.WriteHeader(h); err != nil {
			return err
		}
	}
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = l.entry(h, in, out)
		}
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
	}
	if _, err := io.Copy(io.Discard, archive); err != nil { // the zeros behind the end, or who writes them hangs
		return err
	}
	return out.Close()
}

func (l *landing) entry(h *tar.Header, content io.Reader, out *tar.Writer) error {
	if h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, err := l.place(h.Name)
	if err != nil {
		return fmt.Errorf("%s: %w", h.Name, err)
	}
	if name == l.dir && len(l.missing) == 0 {
		return nil // the destination was there before, and stays as it is
	}
	if h.Typeflag == tar.TypeLink {
		if h.Linkname, err = l.place(h.Linkname); err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
	}
	if h.Name = name; h.Typeflag == tar.TypeDir {
		h.Name += "/"
	}
	if h.Typeflag == tar.TypeGNUSparse {
		h.Typeflag = tar.TypeReg // the holes have been filled with zeros by the reader
	}
	h.Format, h.Uname, h.Gname = tar.FormatPAX, "", ""
	l.own(h)
	if h.Typeflag != tar.TypeSymlink {
		h.Mode = l.mode.apply(h.Mode, h.Typeflag == tar.TypeDir)
	}
	if err := out.WriteHeader(h); err != nil {
		return err
	}
	_, err = io.Copy(out, content)
	return err
}

// place is where a name of the archive is in the root.
func (l *landing) place(name string) (string, error) {
	inner := path.Clean(strings.TrimLeft(name, "/"))
	switch {
	case inner == ".." || strings.HasPrefix(inner, "../"):
		return "", ErrOutside
	case strings.HasPrefix(path.Base(inner), ".wh."):
		return "", ErrWhiteout
	case l.rename != "":
		inner = l.rename
	}
	return path.Join(l.dir, inner), nil
}

func (l *landing) own(h *tar.Header) {
	if l.owner != nil {
		h.Uid, h.Gid = int(l.owner.UID), int(l.owner.GID)
	}
}
