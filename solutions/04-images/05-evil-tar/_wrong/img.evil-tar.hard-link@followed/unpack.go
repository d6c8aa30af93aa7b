//go:build linux

package main

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// unpack makes the files of a layer, a tar that is not compressed, in the directory root, which is there and empty. Whatever the
// names in the archive are, and whatever its earlier entries have made: outside of root nothing is made, changed or linked to. An
// entry on the way to which there is a symlink goes where a process would find it whose root directory root is.
func unpack(layer, root string) error {
	file, err := os.Open(layer)
	if err != nil {
		return err
	}
	defer file.Close()
	top, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", root, err)
	}
	defer unix.Close(top)
	for entries := tar.NewReader(file); ; {
		h, err := entries.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", layer, err)
		}
		if err := makeEntry(top, h, entries); err != nil {
			return fmt.Errorf("unpack %q: %w", h.Name, err)
		}
	}
}

func makeEntry(top int, h *tar.Header, data io.Reader) error {
	dir, base, err := parentOf(top, h.Name)
	if err != nil || base == "" { // the root itself, which is there
		return err
	}
	defer unix.Close(dir)
	mode := uint32(h.Mode) & 0o777
	if h.Typeflag == tar.TypeDir && isDirectory(dir, base) {
		return unix.Fchmodat(dir, base, mode, 0)
	}
	// What has the name goes, a symlink too: to write "into" it would be to write to wherever it leads.
	if err := unix.Unlinkat(dir, base, 0); err != nil && err != unix.ENOENT {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return unix.Mkdirat(dir, base, mode)
	case tar.TypeSymlink:
		return unix.Symlinkat(h.Linkname, dir, base) // any text will do: it is followed by those who know where they are
	case tar.TypeLink:
		return link(top, h.Linkname, dir, base)
	case tar.TypeReg:
		return writeAt(dir, base, mode, data)
	}
	return nil
}

// parentOf opens the directory that an entry is in, and makes it if it is missing. A name that climbs ends at the top.
func parentOf(top int, name string) (dir int, base string, err error) {
	above, base := path.Split(path.Clean("/" + name))
	dir, err = directory(top, path.Clean(above))
	return dir, base, err
}

// directory has the kernel walk: with RESOLVE_IN_ROOT absolute symlinks begin at top and ".." ends there, for each part of
// the path, and nobody can exchange one between a check and its use.
func directory(top int, name string) (int, error) {
	how := &unix.OpenHow{Flags: unix.O_PATH | unix.O_DIRECTORY | unix.O_CLOEXEC, Resolve: unix.RESOLVE_IN_ROOT}
	dir, err := unix.Openat2(top, name, how)
	if err != unix.ENOENT || name == "/" {
		return dir, err
	}
	above, err := directory(top, path.Dir(name))
	if err != nil {
		return -1, err
	}
	defer unix.Close(above)
	if err := unix.Mkdirat(above, path.Base(name), 0o755); err != nil {
		return -1, err
	}
	return unix.Openat2(top, name, how)
}

func isDirectory(dir int, base string) bool {
	var st unix.Stat_t
	err := unix.Fstatat(dir, base, &st, unix.AT_SYMLINK_NOFOLLOW)
	return err == nil && st.Mode&unix.S_IFMT == unix.S_IFDIR
}

// link finds the other name as it finds an entry's: in the archive that, too, is a path from its top.
func link(top int, old string, dir int, base string) error {
	oldDir, oldBase, err := parentOf(top, old)
	if err != nil {
		return err
	}
	defer unix.Close(oldDir)
	return unix.Linkat(oldDir, oldBase, dir, base, unix.AT_SYMLINK_FOLLOW)
}

func writeAt(dir int, base string, mode uint32, data io.Reader) error {
	fd, err := unix.Openat(dir, base, unix.O_CREAT|unix.O_EXCL|unix.O_WRONLY|unix.O_CLOEXEC, mode)
	if err != nil {
		return err
	}
	file := os.NewFile(uintptr(fd), base)
	_, err = io.Copy(file, data)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
