package applet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// fileID names a file whatever paths lead to it.
type fileID struct{ device, inode uint64 }

func idOf(info os.FileInfo) fileID {
	st := info.Sys().(*syscall.Stat_t)
	return fileID{uint64(st.Dev), st.Ino}
}

// A copier copies trees. It remembers files with several names, so that an
// archive copy gives the copies one file with the same names, and the
// directories it has made, so that a tree is not copied into itself for ever.
type copier struct {
	*call
	recursive, preserve, archive, follow bool

	linked map[fileID]string
	made   map[fileID]bool
}

func newCopier(c *call) *copier {
	archive := c.has("a")
	recursive := archive || c.has("r") || c.has("R")
	keepLinks := archive || c.has("d") || c.has("P") || recursive
	return &copier{
		call: c, recursive: recursive, archive: archive, preserve: archive || c.has("p"),
		follow: !keepLinks || c.has("L"), linked: map[fileID]string{}, made: map[fileID]bool{},
	}
}

func (cp *copier) copy(source, target string) error {
	info, err := os.Lstat(source)
	if err == nil && cp.follow && info.Mode()&os.ModeSymlink != 0 {
		info, err = os.Stat(source)
	}
	if err != nil {
		return err
	}
	if there, err := os.Stat(target); err == nil && os.SameFile(info, there) && (cp.follow || info.Mode()&os.ModeSymlink == 0) {
		return fmt.Errorf("copy %s to %s: they are the same file", source, target)
	}
	if info.IsDir() {
		return cp.copyDirectory(source, target, info)
	}
	if !cp.mayReplace(info, target) {
		return nil
	}
	if cp.linkToCopy(info, target) {
		return nil
	}
	if err := cp.copyOne(source, target, info); err != nil {
		return err
	}
	if cp.has("v") {
		cp.printf("'%s' -> '%s'\n", source, target)
	}
	return cp.keepAttributes(source, target, info)
}

// linkToCopy gives the second name of a file to the copy of the first.
func (cp *copier) linkToCopy(info os.FileInfo, target string) bool {
	if !cp.archive || info.Sys().(*syscall.Stat_t).Nlink < 2 {
		return false
	}
	first, known := cp.linked[idOf(info)]
	if !known {
		cp.linked[idOf(info)] = target
		return false
	}
	os.Remove(target) //nolint:errcheck // link(2) will say so
	return os.Link(first, target) == nil
}

func (cp *copier) copyDirectory(source, target string, info os.FileInfo) error {
	if !cp.recursive {
		return fmt.Errorf("copy %s: is a directory (-r not given)", source)
	}
	if cp.made[idOf(info)] {
		return nil
	}
	made, err := makeDirectory(target, info.Mode())
	if err != nil {
		return err
	}
	cp.made[idOf(made)] = true
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := cp.copy(filepath.Join(source, entry.Name()), filepath.Join(target, entry.Name())); err != nil {
			cp.warn(err)
		}
	}
	if cp.preserve {
		return cp.keepAttributes(source, target, info)
	}
	return os.Chmod(target, info.Mode().Perm()&^os.FileMode(currentUmask()))
}

// makeDirectory makes a directory we can write to, whatever the mode of the
// original: its contents come first, its mode last.
func makeDirectory(path string, mode os.FileMode) (os.FileInfo, error) {
	if err := os.Mkdir(path, mode.Perm()|0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("create directory %s: %w", path, unix.EEXIST)
	}
	return info, err
}

// copyOne copies what is not a directory. Devices and FIFOs are made anew in a
// recursive copy; else their contents are read.
func (cp *copier) copyOne(source, target string, info os.FileInfo) error {
	mode := info.Mode()
	switch {
	case mode&os.ModeSymlink != 0:
		link, err := os.Readlink(source)
		if err != nil {
			return err
		}
		if err := removeExisting(target); err != nil {
			return err
		}
		return os.Symlink(link, target)
	case mode.IsRegular() || !cp.recursive:
		return cp.copyContents(source, target, mode)
	}
	if err := removeExisting(target); err != nil {
		return err
	}
	st := info.Sys().(*syscall.Stat_t)
	if err := unix.Mknod(target, st.Mode, int(st.Rdev)); err != nil {
		return fmt.Errorf("make node %s: %w", target, err)
	}
	return nil
}

func removeExisting(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (cp *copier) copyContents(source, target string, mode os.FileMode) error {
	from, err := os.Open(source)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode.Perm())
	if err != nil && cp.has("f") && removeExisting(target) == nil {
		to, err = os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm())
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// keepAttributes sets owner, mode, extended attributes and times, in this
// order: chown(2) takes the set-user-ID bits off, and everything changes times.
func (cp *copier) keepAttributes(source, target string, info os.FileInfo) error {
	if !cp.preserve {
		return nil
	}
	st := info.Sys().(*syscall.Stat_t)
	link := info.Mode()&os.ModeSymlink != 0
	if err := os.Lchown(target, int(st.Uid), int(st.Gid)); err != nil && os.Geteuid() == 0 {
		return err
	}
	if !link {
		if err := chmod(target, st.Mode&0o7777); err != nil {
			return err
		}
	}
	if cp.archive {
		if err := copyAttributes(source, target); err != nil {
			return err
		}
	}
	times := []unix.Timespec{unix.NsecToTimespec(syscall.TimespecToNsec(st.Atim)), unix.NsecToTimespec(syscall.TimespecToNsec(st.Mtim))}
	if err := unix.UtimesNanoAt(unix.AT_FDCWD, target, times, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fmt.Errorf("set times of %s: %w", target, err)
	}
	return nil
}

// copyAttributes copies the extended attributes, capabilities of programs
// among them. A file system without any, or a name we may not set, is passed
// over. Source: xattr(7).
func copyAttributes(source, target string) error {
	size, err := unix.Llistxattr(source, nil)
	if err != nil || size == 0 {
		return nil
	}
	names := make([]byte, size)
	if size, err = unix.Llistxattr(source, names); err != nil {
		return fmt.Errorf("list attributes of %s: %w", source, err)
	}
	for _, name := range strings.Split(strings.TrimRight(string(names[:size]), "\x00"), "\x00") {
		if err := copyAttribute(source, target, name); err != nil {
			return fmt.Errorf("set attribute %s of %s: %w", name, target, err)
		}
	}
	return nil
}

func copyAttribute(source, target, name string) error {
	value := make([]byte, 64<<10) // the kernel's XATTR_SIZE_MAX
	size, err := unix.Lgetxattr(source, name, value)
	if err != nil {
		return err
	}
	err = unix.Lsetxattr(target, name, value[:size], 0)
	if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EPERM) {
		return nil
	}
	return err
}
