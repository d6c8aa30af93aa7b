// Locks on files.
//
// flock(2) locks an open file, and the kernel takes the lock back when the last descriptor of it is closed, by
// death at the latest: no lock is ever left behind. The file itself may be removed by somebody who has cleared up;
// a lock on a file without a name protects nothing, so whoever has waited looks whether it is still there.

package syscalls

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// ErrLocked is the cause when a lock with LOCK_NB is somebody else's.
var ErrLocked = errors.New("somebody else holds the lock")

// LockFile opens path, made if need be, and takes the lock on it: LOCK_SH or LOCK_EX, and with LOCK_NB
// it does not wait. Closing the file gives the lock back. Source: flock(2).
func LockFile(path string, how int) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := Flock(f, how); err != nil {
			f.Close()
			return nil, err
		}
		if StillNamed(f, path) {
			return f, nil
		}
		f.Close()
	}
}

// Flock takes the lock on an open file, or changes it. Changing one from shared to exclusive lets it go for
// a moment.
func Flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return ErrLocked
		case err != nil:
			return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
		}
		return nil
	}
}

// StillNamed tells whether path leads to the open file f itself.
func StillNamed(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, there)
}
