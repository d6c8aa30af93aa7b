package layer

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// remove removes what is at the place, with all below it. No symlink is followed.
func (r *root) remove(at place) error {
	if at.dir != r.last.dir {
		r.forget() // nobody uses it, and its name may lead through what goes
	} else {
		r.opened = stale // it stays open for its user, but the next one looks its name up anew
	}
	return removeTree(at.dir, at.name)
}

// stale is no clean name, so that no entry has it.
const stale = "./"

func removeTree(dir int, name string) error {
	err := unix.Unlinkat(dir, name, 0)
	if err != unix.EISDIR { //nolint:errorlint // a bare errno
		return ignore(err, unix.ENOENT)
	}
	if os.Geteuid() != 0 {
		// Its owner may have shut himself out. It is a directory, so that no symlink is followed.
		if err := unix.Fchmodat(dir, name, unix.S_IRWXU, 0); err != nil {
			return err
		}
	}
	if err := eachName(dir, name, func(d int, child string) error { return removeTree(d, child) }); err != nil {
		return err
	}
	return unix.Unlinkat(dir, name, unix.AT_REMOVEDIR)
}

// eachName calls f for every name in a directory.
func eachName(dir int, name string, f func(dir int, name string) error) error {
	file, err := openDir(dir, name)
	if err != nil {
		return err
	}
	defer file.Close()
	names, err := file.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, child := range names {
		if err := f(int(file.Fd()), child); err != nil {
			return err
		}
	}
	return nil
}

func openDir(dir int, name string) (*os.File, error) {
	fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", shown(name), err)
	}
	return os.NewFile(uintptr(fd), name), nil
}

// ignore makes no error of those that were expected.
func ignore(err error, expected ...unix.Errno) error {
	for _, e := range expected {
		if errors.Is(err, e) {
			return nil
		}
	}
	return err
}
