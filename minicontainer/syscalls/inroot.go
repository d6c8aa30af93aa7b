// Opening paths inside a directory that somebody else wrote.
//
// A root file system is foreign data: its /etc may be a symlink to ../../../etc,
// and the path may change between a check and its use. openat2(2) lets the kernel
// walk the path as if the directory were "/" already (RESOLVE_IN_ROOT): absolute
// symlinks start at that directory, ".." stops there, and the magic links of
// /proc, which jump anywhere, are refused. Go's os.Root is no substitute: it
// refuses the absolute symlinks that every distribution's root contains.

package syscalls

import (
	"errors"
	"fmt"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// OpenInRoot opens name with the given open(2) flags as a process chrooted to
// root would, and can never leave root, whatever symlinks it holds. The caller
// closes the file. Needs Linux 5.6. Source: openat2(2).
func OpenInRoot(root, name string, flags int) (*os.File, error) {
	dir, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", root, err)
	}
	defer unix.Close(dir) //nolint:errcheck // an O_PATH descriptor holds nothing that closing could lose
	how := unix.OpenHow{
		Flags:   uint64(flags | unix.O_CLOEXEC),
		Resolve: unix.RESOLVE_IN_ROOT | unix.RESOLVE_NO_MAGICLINKS,
	}
	if flags&unix.O_CREAT != 0 {
		how.Mode = 0o644
	}
	fd, err := openat2(dir, name, &how)
	if err != nil {
		return nil, fmt.Errorf("open %s in %s: %w", name, root, err)
	}
	return os.NewFile(uintptr(fd), path.Join(root, name)), nil
}

// OpenAtInRoot is OpenInRoot in a root that is open already, for the caller who opens many names in
// it: no file is wrapped around the descriptor, and the error is the kernel's, bare. The caller closes it.
func OpenAtInRoot(root int, name string, flags int) (int, error) {
	return openat2(root, name, &unix.OpenHow{
		Flags:   uint64(flags | unix.O_CLOEXEC),
		Resolve: unix.RESOLVE_IN_ROOT | unix.RESOLVE_NO_MAGICLINKS,
	})
}

// OpenBelow opens name, a path without symlinks, "..", or other mounts' magic in
// it, below the open directory dir. The caller closes the file.
func OpenBelow(dir *os.File, name string, flags int) (*os.File, error) {
	how := unix.OpenHow{
		Flags:   uint64(flags | unix.O_CLOEXEC),
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
	}
	fd, err := openat2(int(dir.Fd()), name, &how)
	if err != nil {
		return nil, fmt.Errorf("open %s in %s: %w", name, dir.Name(), err)
	}
	return os.NewFile(uintptr(fd), path.Join(dir.Name(), name)), nil
}

// openat2 asks again when the kernel saw a rename while it walked (EAGAIN).
func openat2(dir int, name string, how *unix.OpenHow) (fd int, err error) {
	for try := 0; try < 32; try++ {
		fd, err = unix.Openat2(dir, name, how)
		if err != unix.EAGAIN && err != unix.EINTR {
			break
		}
	}
	return fd, err
}

// MkdirInRoot makes the directory name and its missing parents inside root, mode
// 0755, and returns it opened with O_PATH. An existing directory is not an error.
// The caller closes the file. After an error some parents may exist.
func MkdirInRoot(root, name string) (*os.File, error) {
	dir, err := OpenInRoot(root, name, unix.O_PATH|unix.O_DIRECTORY)
	if err == nil || !errors.Is(err, unix.ENOENT) {
		return dir, err
	}
	parent, err := MkdirInRoot(root, path.Dir(path.Clean("/"+name)))
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	if err := unix.Mkdirat(int(parent.Fd()), path.Base(name), 0o755); err != nil && err != unix.EEXIST {
		return nil, fmt.Errorf("mkdir %s in %s: %w", name, root, err)
	}
	return OpenInRoot(root, name, unix.O_PATH|unix.O_DIRECTORY)
}

// CreateInRoot makes an empty file name, and its missing parents, inside root,
// unless something is there, and returns it opened with O_PATH. The caller
// closes the file.
func CreateInRoot(root, name string) (*os.File, error) {
	file, err := OpenInRoot(root, name, unix.O_PATH)
	if err == nil || !errors.Is(err, unix.ENOENT) {
		return file, err
	}
	parent, err := MkdirInRoot(root, path.Dir(path.Clean("/"+name)))
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	made, err := OpenInRoot(root, name, unix.O_CREAT|unix.O_WRONLY)
	if err != nil {
		return nil, err
	}
	defer made.Close()
	return OpenInRoot(root, name, unix.O_PATH)
}

// FDPath names an open file by its entry in /proc, for the calls that take a path
// only: mount(2) on it acts on the very file that was opened, even if somebody
// has moved or replaced the name since. /proc must be mounted.
func FDPath(f *os.File) string { return fmt.Sprintf("/proc/self/fd/%d", f.Fd()) }
