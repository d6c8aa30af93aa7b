// Reading a log while somebody writes it, and begins new files.
//
// A reader holds one file open, with a lock that keeps the writer from removing it, and reads to its end. Is it not called
// container.log any more, then nobody adds to it, and what is read now is the last of it; the next one has the next number, or is
// container.log.

package shim

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// LogReader reads the entries of a log in their order.
type LogReader struct {
	dir   string
	file  *os.File
	lines *bufio.Reader
	half  []byte // a line whose end is not written yet
	last  bool   // nobody adds to the file any more
}

// ErrLost is the cause when the log was bounded, and what comes next was removed before it was read. Reading goes on behind it.
var ErrLost = errors.New("some of it was removed before it was read here, to make room")

// OpenLogReader opens the log of the container with the directory dir; where there is none the cause is fs.ErrNotExist. It begins
// with the last entries only if tail is not negative. The caller closes the reader.
func OpenLogReader(dir string, tail int) (*LogReader, error) {
	r := &LogReader{dir: dir}
	var err error
	if tail < 0 {
		err = r.openOldest()
	} else {
		err = r.openTail(tail)
	}
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	return r, nil
}

// Close closes the file.
func (r *LogReader) Close() { r.file.Close() }

// Next is the next entry. The error is io.EOF where no more are there yet.
func (r *LogReader) Next() (Entry, error) {
	for {
		line, err := r.lines.ReadBytes('\n')
		r.half = append(r.half, line...)
		switch {
		case errors.Is(err, io.EOF):
			if err := r.proceed(); err != nil {
				return Entry{}, err
			}
			continue
		case err != nil:
			return Entry{}, fmt.Errorf("read log: %w", err)
		}
		line, r.half = r.half, nil
		if entry, err := ReadEntry(line); err == nil {
			return entry, nil
		}
		// One damaged line says nothing about the next.
	}
}

// proceed goes on at the end of a file. The error is io.EOF if that is the one that is written to.
func (r *LogReader) proceed() error {
	switch {
	case !r.last && syscalls.StillNamed(r.file, LogPath(r.dir)):
		return io.EOF
	case !r.last:
		r.last = true // once more, as there may be more since the last look
		return nil
	}
	r.half = nil // a line without an end was cut off by a full disk
	return r.openNext()
}

// openNext opens the file that comes after ours, which keeps it from being removed until it is open.
func (r *LogReader) openNext() error {
	for {
		old, err := oldLogs(r.dir)
		if err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		at := slices.IndexFunc(old, func(n int) bool { return syscalls.StillNamed(r.file, numbered(r.dir, n)) })
		if at < 0 {
			return errors.Join(ErrLost, r.openOldest())
		}
		name := LogPath(r.dir)
		if at+1 < len(old) {
			name = numbered(r.dir, old[at+1])
		}
		next, err := holdLog(name)
		if err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		if at+1 == len(old) && !r.follows(next, old[at]+1) {
			next.Close() // two files were begun since we looked
			continue
		}
		r.use(next)
		return nil
	}
}

// follows tells whether the file, which was called container.log, is the one with this number, or will be.
func (r *LogReader) follows(f *os.File, number int) bool {
	_, err := os.Lstat(numbered(r.dir, number))
	return errors.Is(err, fs.ErrNotExist) || syscalls.StillNamed(f, numbered(r.dir, number))
}

// holdLog opens a file so that it is not removed.
func holdLog(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err == nil {
		if err = syscalls.Flock(f, unix.LOCK_SH); err != nil {
			f.Close()
		}
	}
	return f, err
}

func (r *LogReader) use(f *os.File) {
	if r.file != nil {
		r.file.Close()
	}
	r.file, r.lines, r.half, r.last = f, bufio.NewReader(f), nil, false
}

// openOldest opens the first file that there is.
func (r *LogReader) openOldest() error {
	for {
		old, err := oldLogs(r.dir)
		if err != nil {
			return err
		}
		name := LogPath(r.dir)
		if len(old) > 0 {
			name = numbered(r.dir, old[0])
		}
		f, err := holdLog(name)
		if errors.Is(err, fs.ErrNotExist) && len(old) > 0 {
			continue // it was removed in this moment
		}
		if err != nil {
			return err
		}
		if syscalls.StillNamed(f, name) {
			r.use(f)
			return nil
		}
		f.Close()
	}
}

// openTail opens the file with the last n entries, at the first of them. Where files are begun and removed faster than they are
// looked at, it looks again, and in the end takes what it finds.
func (r *LogReader) openTail(n int) error {
	const attempts = 100
	for attempt := 1; ; attempt++ {
		steady, err := r.lookForTail(n)
		if err != nil || steady || attempt == attempts {
			return err
		}
	}
}

// lookForTail tells whether it has found n entries, or all that there are.
func (r *LogReader) lookForTail(n int) (steady bool, err error) {
	f, err := r.holdNewest()
	if err != nil {
		return false, err
	}
	held := []*os.File{f} // so that what comes after the file is there when it is needed
	defer func() { closeAll(held...) }()
	for {
		lines, at, err := lastLines(f, n)
		if err != nil {
			return false, err
		}
		n -= lines
		previous := r.before(f)
		if n <= 0 || previous == nil {
			closeAll(previous)
			steady = n <= 0 || syscalls.StillNamed(held[0], LogPath(r.dir))
			held = held[:len(held)-1]
			r.use(f)
			_, err = f.Seek(at, io.SeekStart)
			return steady, err
		}
		held, f = append(held, previous), previous
	}
}

// holdNewest opens the file that is written to. One that was removed before it was held would have nothing behind it.
func (r *LogReader) holdNewest() (*os.File, error) {
	for {
		f, err := holdLog(LogPath(r.dir))
		if err != nil || syscalls.StillNamed(f, LogPath(r.dir)) {
			return f, err
		}
		f.Close()
	}
}

// before is the file that comes before this one; nil if there is none.
func (r *LogReader) before(f *os.File) *os.File {
	old, err := oldLogs(r.dir)
	if err != nil || len(old) == 0 {
		return nil
	}
	at := slices.IndexFunc(old, func(n int) bool { return syscalls.StillNamed(f, numbered(r.dir, n)) })
	if at < 0 {
		at = len(old) // it is container.log
	}
	if at == 0 {
		return nil
	}
	name := numbered(r.dir, old[at-1])
	previous, err := holdLog(name)
	if err != nil {
		return nil
	}
	if !syscalls.StillNamed(previous, name) {
		previous.Close()
		return nil
	}
	return previous
}

// lastLines finds the last n lines of a file, and returns how many there are, and where the first of them begins.
func lastLines(f *os.File, n int) (lines int, at int64, err error) {
	const block = 64 << 10
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil || n == 0 {
		return 0, end, err
	}
	buf := make([]byte, block)
	lines = -1 // the newline at the end of the last line begins none
	for at = end; at > 0; {
		size := min(at, block)
		at -= size
		if _, err := f.ReadAt(buf[:size], at); err != nil {
			return 0, 0, err
		}
		for i := bytes.LastIndexByte(buf[:size], '\n'); i >= 0; i = bytes.LastIndexByte(buf[:i], '\n') {
			if lines++; lines == n {
				return n, at + int64(i) + 1, nil
			}
		}
	}
	return lines + 1, 0, nil
}
