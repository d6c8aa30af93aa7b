package applet

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// An extractor lists or unpacks members. The attributes of directories come
// last: see tar_directory.go.
type extractor struct {
	*call
	strip       int
	directories map[string]*tar.Header
}

func (x *extractor) entry(header *tar.Header, r io.Reader) error {
	if x.last("x", "t") == "t" {
		x.list(header)
		return nil
	}
	name, ok := stripComponents(header.Name, x.strip)
	if !ok {
		return nil
	}
	path, err := safePath(name)
	if err != nil {
		return err
	}
	if x.has("v") {
		x.progress("%s\n", header.Name)
	}
	if x.has("O") {
		_, err := io.Copy(x.out, r)
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return x.extract(path, header, r)
}

func stripComponents(name string, n int) (string, bool) {
	for ; n > 0; n-- {
		_, rest, ok := strings.Cut(strings.TrimLeft(name, "/"), "/")
		if !ok || rest == "" {
			return "", false
		}
		name = rest
	}
	return name, true
}

// safePath refuses what would leave the directory: a path with "..", and a
// path through a link that the archive itself may have planted before.
func safePath(name string) (string, error) {
	path := filepath.Clean(strings.TrimLeft(name, "/"))
	if !filepath.IsLocal(path) {
		return "", fmt.Errorf("extract %s: the path leaves the directory", name)
	}
	for parent := filepath.Dir(path); parent != "."; parent = filepath.Dir(parent) {
		if info, err := os.Lstat(parent); err == nil && info.Mode()&os.ModeSymlink != 0 {
			return "", fmt.Errorf("extract %s: %s is a symbolic link", name, parent)
		}
	}
	return path, nil
}

func (x *extractor) extract(path string, header *tar.Header, r io.Reader) error {
	if header.Typeflag != tar.TypeDir {
		if err := removeExisting(path); err != nil {
			return err
		}
	}
	mode := uint32(header.Mode & 0o7777)
	device := int(unix.Mkdev(uint32(header.Devmajor), uint32(header.Devminor)))
	var err error
	switch header.Typeflag {
	case tar.TypeDir:
		x.directories[path] = header
		return extractDirectory(path)
	case tar.TypeReg:
		err = extractFile(path, r)
	case tar.TypeSymlink:
		err = os.Symlink(header.Linkname, path)
	case tar.TypeLink:
		return extractLink(path, header.Linkname)
	case tar.TypeChar:
		err = unix.Mknod(path, unix.S_IFCHR|mode, device)
	case tar.TypeBlock:
		err = unix.Mknod(path, unix.S_IFBLK|mode, device)
	case tar.TypeFifo:
		err = unix.Mkfifo(path, mode)
	default:
		return fmt.Errorf("extract %s: unknown kind %q", path, header.Typeflag)
	}
	if err != nil {
		return fmt.Errorf("extract %s: %w", path, err)
	}
	return x.attributes(path, header)
}

func extractFile(path string, r io.Reader) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return err
}

func extractLink(path, target string) error {
	target, err := safePath(target)
	if err != nil {
		return err
	}
	return os.Link(target, path)
}

// attributes sets owner, mode and time; the owner only as root, as tar does.
func (x *extractor) attributes(path string, header *tar.Header) error {
	if x.setsOwner() {
		if err := os.Lchown(path, header.Uid, header.Gid); err != nil {
			return err
		}
	}
	if header.Typeflag != tar.TypeSymlink {
		if err := chmod(path, uint32(header.Mode&0o7777)); err != nil {
			return err
		}
	}
	if err := unix.UtimesNanoAt(unix.AT_FDCWD, path, modified(header), unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("set times of %s: %w", path, err)
	}
	return nil
}

func (x *extractor) setsOwner() bool { return os.Geteuid() == 0 && !x.has("no-same-owner") }

// modified are the times of last access and of last change to be set.
func modified(header *tar.Header) []unix.Timespec {
	when := unix.NsecToTimespec(header.ModTime.UnixNano())
	return []unix.Timespec{when, when}
}

func (x *extractor) list(header *tar.Header) {
	if !x.has("v") {
		x.printf("%s\n", header.Name)
		return
	}
	arrow := ""
	switch header.Typeflag {
	case tar.TypeSymlink:
		arrow = " -> " + header.Linkname
	case tar.TypeLink:
		arrow = " link to " + header.Linkname
	}
	x.printf("%s %s/%s %9d %s %s%s\n", modeString(uint32(header.Mode&0o7777)|kindOf(header.Typeflag)),
		nameOrID(header.Uname, header.Uid), nameOrID(header.Gname, header.Gid), header.Size,
		header.ModTime.Format("2006-01-02 15:04:05"), header.Name, arrow)
}

func nameOrID(name string, id int) string {
	if name != "" {
		return name
	}
	return fmt.Sprint(id)
}

func kindOf(flag byte) uint32 {
	switch flag {
	case tar.TypeDir:
		return unix.S_IFDIR
	case tar.TypeSymlink:
		return unix.S_IFLNK
	case tar.TypeChar:
		return unix.S_IFCHR
	case tar.TypeBlock:
		return unix.S_IFBLK
	case tar.TypeFifo:
		return unix.S_IFIFO
	}
	return unix.S_IFREG
}
