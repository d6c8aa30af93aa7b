// The readers' side.
//
// A reader holds one file open and reads to its end. Is it not called log any more, then nobody adds to it, and what is read now is
// the last of it; the next one is the file that has taken its place. Between the two looks the names may change once more:
// so who has opened the next one looks again whether its own is still the one before.

package event

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Span is a time of which the events are wanted, the two ends included.
type Span struct {
	Since time.Time
	Until time.Time // the zero Time: for ever
}

func (s Span) holds(t time.Time) bool {
	return !t.Before(s.Since) && (s.Until.IsZero() || !t.After(s.Until))
}

// Read calls emit for the events of the span, in the order in which they were written, and returns when the span is over, or
// emit returns an error, which Read returns. Of those that are long past the log holds the last ones only.
func (l Log) Read(s Span, emit func(Event) error) error {
	news, err := l.watch()
	if err != nil {
		return fmt.Errorf("read events: %w", err)
	}
	defer unix.Close(news) //nolint:errcheck // it was only read from
	r := reader{log: l, emit: func(e Event) error {
		if !s.holds(e.When()) {
			return nil
		}
		return emit(e)
	}}
	defer r.close()
	for {
		over := !s.Until.IsZero() && time.Now().After(s.Until) // before the look: what is written by then is found
		if err := r.read(); err != nil || over {
			return err
		}
		if err := await(news, s.Until); err != nil {
			return fmt.Errorf("read events: %w", err)
		}
	}
}

// watch has the kernel tell us of all that happens to the files. Source: inotify(7).
func (l Log) watch() (int, error) {
	if err := os.MkdirAll(filepath.Dir(l.dir), 0o711); err != nil { // which others pass through, as in package record
		return -1, err
	}
	if err := l.makeDir(); err != nil {
		return -1, err
	}
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return -1, fmt.Errorf("watch a directory: %w", err)
	}
	if _, err := unix.InotifyAddWatch(fd, l.dir, unix.IN_MODIFY|unix.IN_CREATE|unix.IN_MOVED_TO); err != nil {
		unix.Close(fd) //nolint:errcheck // nothing was read from it
		return -1, fmt.Errorf("watch %s: %w", l.dir, err)
	}
	return fd, nil
}

// await waits until there may be news, or it is too late for them.
func await(news int, until time.Time) error {
	patience := -1
	if !until.IsZero() {
		patience = int(max(0, min(time.Until(until).Milliseconds()+1, math.MaxInt32)))
	}
	_, err := unix.Poll([]unix.PollFd{{Fd: int32(news), Events: unix.POLLIN}}, patience) //nolint:gosec // a descriptor
	if err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	unix.Read(news, make([]byte, 4096)) //nolint:errcheck // only that something has changed counts
	return nil
}

// reader is somewhere in the log.
type reader struct {
	log   Log
	emit  func(Event) error
	file  *os.File // nil before the first one
	lines *bufio.Reader
	half  []byte // a line whose end is not written yet
}

func (r *reader) close() {
	if r.file != nil {
		r.file.Close()
	}
}

// read emits all that is there.
func (r *reader) read() error {
	for {
		last := r.file != nil && !syscalls.StillNamed(r.file, r.log.path())
		if r.file != nil {
			if err := r.toEnd(); err != nil {
				return err
			}
			if !last {
				return nil
			}
		}
		next, err := r.next()
		if next == nil || err != nil {
			return err
		}
		r.close()
		r.file, r.lines, r.half = next, bufio.NewReader(next), nil
	}
}

// next opens the file after ours; nil if there is none yet.
func (r *reader) next() (*os.File, error) {
	for {
		name := r.log.older()
		if r.file != nil && syscalls.StillNamed(r.file, name) {
			name = r.log.path()
		}
		next, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) && name == r.log.older() {
			name = r.log.path()
			next, err = os.Open(name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		if syscalls.StillNamed(next, name) && r.follows(name) {
			return next, nil
		}
		next.Close() // the names have changed meanwhile
	}
}

// follows tells whether the file of that name is the one after ours: the older one, if that is not our own, and the other one, if
// that is, or there is none.
func (r *reader) follows(name string) bool {
	if name == r.log.older() {
		return true
	}
	_, err := os.Lstat(r.log.older())
	return errors.Is(err, fs.ErrNotExist) || r.file != nil && syscalls.StillNamed(r.file, r.log.older())
}

func (r *reader) toEnd() error {
	for {
		line, err := r.lines.ReadBytes('\n')
		r.half = append(r.half, line...)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		line, r.half = r.half, nil
		var e Event
		if json.Unmarshal(line, &e) != nil {
			continue // one damaged line says nothing about the next
		}
		if err := r.emit(e); err != nil {
			return err
		}
	}
}
