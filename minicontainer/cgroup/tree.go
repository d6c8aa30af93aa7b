// Trees of groups, however deep: a program can make groups below its own until no path is long enough to
// name them. So nothing here walks by paths, but from each open directory to the next.

package cgroup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// walk visits a group and all below it, those above first. A group that is gone, or goes meanwhile, has none.
func walk(dir string, visit func(group *os.File) error) error {
	top, err := os.Open(dir)
	if err == nil {
		defer top.Close()
		err = walkOpen(top, visit)
	}
	if gone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list control groups: %w", err)
	}
	return nil
}

func walkOpen(group *os.File, visit func(*os.File) error) error {
	if err := visit(group); err != nil && !gone(err) {
		return err
	}
	return eachBelow(group, func(name string) error {
		below, err := openAt(group, name, unix.O_DIRECTORY)
		if err != nil {
			return err
		}
		defer below.Close()
		return walkOpen(below, visit)
	})
}

// removeTree is rmdir of a group and of all below it, those below first. The files in them are the kernel's and go with them.
func removeTree(dir string) error {
	parent, err := os.Open(filepath.Dir(dir))
	if err == nil {
		defer parent.Close()
		err = removeAt(parent, filepath.Base(dir))
	}
	if err != nil && !gone(err) {
		return fmt.Errorf("remove control group %s: %w", dir, err)
	}
	return nil
}

func removeAt(parent *os.File, name string) error {
	group, err := openAt(parent, name, unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	err = eachBelow(group, func(below string) error { return removeAt(group, below) })
	group.Close()
	if err != nil {
		return err
	}
	return retry(func() error { return unix.Unlinkat(int(parent.Fd()), name, unix.AT_REMOVEDIR) })
}

// eachBelow does something with each group directly below one. Those that are gone by then are left out.
func eachBelow(group *os.File, do func(name string) error) error {
	entries, err := group.ReadDir(-1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if err := do(e.Name()); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}

func readAt(group *os.File, name string) (string, error) {
	f, err := openAt(group, name, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	return string(text), err
}

func openAt(dir *os.File, name string, flags int) (*os.File, error) {
	fd, err := unix.Openat(int(dir.Fd()), name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC|flags, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

// gone tells the errors of a group that has been removed: its directory is not there, or, if it was open, nothing
// is in it.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENODEV) }
