// Locks.
//
// flock(2) locks an open file, and a directory is one: so a container's directory is its
// own lock, which moves with it when it is renamed and needs no file that would have to be
// cleared away. The kernel takes the lock back when the last descriptor of that open file is
// closed, by death at the latest. A child that inherits the descriptor holds the same
// lock: that is how a command hands a container over to its shim.
//
// Who waits for a container that runs holds a second lock on the directory, of another kind that the first does not
// meet: fcntl(2), "Open file description locks". It tells others that somebody does, even
// where they cannot see the process: in another PID namespace, with the state directory as a volume.

package record

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// lockDir opens a directory and locks it; with LOCK_NB it does not wait, and the
// error is syscalls.ErrLocked. The directory may have been renamed or removed while we waited: a lock
// on it would protect nothing, so it counts as missing then.
func lockDir(path string, how int) (*os.File, error) {
	dir, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscalls.Flock(dir, how); err != nil {
		dir.Close()
		return nil, err
	}
	if !syscalls.StillNamed(dir, path) {
		dir.Close()
		return nil, &os.PathError{Op: "lock", Path: path, Err: os.ErrNotExist}
	}
	return dir, nil
}

// Attend has this process be known as the one that waits for the container, until it closes the file. Where the
// file system has no such locks, others must look at its number alone.
func (l *Locked) Attend() (io.Closer, error) {
	dir, err := os.Open(l.store.Dir(l.Record.ID))
	if err != nil {
		return nil, fmt.Errorf("attend container: %w", err)
	}
	unix.FcntlFlock(dir.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_RDLCK}) //nolint:errcheck // see above
	return dir, nil
}

// Attended tells whether some process waits for the container.
func (s *Store) Attended(id string) bool {
	dir, err := os.Open(s.Dir(id))
	if err != nil {
		return false
	}
	defer dir.Close()
	asked := unix.Flock_t{Type: unix.F_WRLCK}
	return unix.FcntlFlock(dir.Fd(), unix.F_OFD_GETLK, &asked) == nil && asked.Type != unix.F_UNLCK
}
