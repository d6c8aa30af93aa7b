// The writers' side.
//
// A line is added by one write(2) to a file opened with O_APPEND: the kernel puts it behind all others, whoever writes at the same
// time. To find the file full, give it another name and have a new one is more than one call, so there is a lock (flock(2)):
//
//	who adds a line     LOCK_SH   is this still the file called log? write
//	who makes room      LOCK_EX   is this still the file called log? rename
//
// After the rename nobody writes into the old file any more, and who reads it knows that its end is the end.

package event

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// fullSize is how large the log grows, in bytes: some thousands of events. It is twice that with the older one.
const fullSize = 1 << 20

// Log is the events of a state directory. Any number of processes may add to it and read it at the same time.
type Log struct {
	dir  string
	full int64 // fullSize, but in tests
}

// Open returns the log of a state directory. Nothing needs to be there yet.
func Open(state string) Log { return Log{filepath.Join(state, "events"), fullSize} }

func (l Log) path() string  { return filepath.Join(l.dir, "log") }
func (l Log) older() string { return l.path() + ".1" }

// Add adds an event.
func (l Log) Add(e Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("tell event: %w", err)
	}
	f, err := l.open(unix.LOCK_SH)
	if err != nil {
		return fmt.Errorf("tell event: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	at, statErr := f.Stat()
	f.Close()
	if err = errors.Join(err, statErr); err != nil {
		return fmt.Errorf("tell event: %w", err)
	}
	switch {
	case at.Size() >= 2*l.full:
		return l.makeRoom(unix.LOCK_EX)
	case at.Size() >= l.full:
		return l.makeRoom(unix.LOCK_EX | unix.LOCK_NB)
	}
	return nil
}

// open opens and locks the file that is called log when the lock is ours.
func (l Log) open(how int) (*os.File, error) {
	for {
		f, err := os.OpenFile(l.path(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrNotExist) {
			if err = l.makeDir(); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		if err := syscalls.Flock(f, how); err != nil {
			f.Close()
			return nil, err
		}
		if syscalls.StillNamed(f, l.path()) {
			return f, nil
		}
		f.Close()
	}
}

// makeDir makes the directory, which nobody else may look into. The state directory is there, or somebody has taken it away below
// the last shim, and does not want it back.
func (l Log) makeDir() error {
	err := os.Mkdir(l.dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// makeRoom with LOCK_NB waits for nobody: if somebody else writes, or makes room, the log grows by a few lines more.
func (l Log) makeRoom(how int) error {
	f, err := l.open(how)
	if errors.Is(err, syscalls.ErrLocked) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make room for events: %w", err)
	}
	defer f.Close()
	if at, err := f.Stat(); err != nil || at.Size() < l.full {
		return err
	}
	if err := os.Rename(l.path(), l.older()); err != nil {
		return fmt.Errorf("make room for events: %w", err)
	}
	return nil
}

// Remove removes the log.
func (l Log) Remove() error {
	if err := os.RemoveAll(l.dir); err != nil {
		return fmt.Errorf("remove events: %w", err)
	}
	return nil
}
