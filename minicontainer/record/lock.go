// Locks.
//
// flock(2) locks an open file, and a directory is one: so a container's directory is its
// own lock, which moves with it when it is renamed and needs no file that would have to be
// cleared away. The kernel takes the lock back when the last descriptor of that open file is
// closed, by death at the latest. A child that inherits the descriptor holds the same
// lock: that is how a command hands a container over to its shim.

package record

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// errBusy says that somebody else holds the lock.
var errBusy = errors.New("somebody else works on it")

// lockDir opens a directory and locks it; with LOCK_NB it does not wait, and the
// error is errBusy. The directory may have been renamed or removed while we waited: a lock
// on it would protect nothing, so it counts as missing then.
func lockDir(path string, how int) (*os.File, error) {
	dir, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := flock(dir, how); err != nil {
		dir.Close()
		return nil, err
	}
	if !stillNamed(dir, path) {
		dir.Close()
		return nil, &os.PathError{Op: "lock", Path: path, Err: os.ErrNotExist}
	}
	return dir, nil
}

func flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return errBusy
		case err != nil:
			return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
		}
		return nil
	}
}

func stillNamed(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, there)
}
