package engine

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// LogOptions say which entries of a log are wanted.
type LogOptions struct {
	Tail   int  // the last ones only; all if negative
	Follow bool // and those to come, until the container ends
}

// Logs calls emit for each entry, in their order, until there are no more or emit returns an
// error, which Logs returns.
func (e *Engine) Logs(ref string, o LogOptions, emit func(shim.Entry) error) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	file, err := os.Open(shim.LogPath(e.store.Dir(r.ID)))
	if errors.Is(err, fs.ErrNotExist) {
		if r.Remove {
			return on("read log of", ref, ErrNoLog)
		}
		return nil // it never ran
	}
	if err != nil {
		return on("read log of", ref, err)
	}
	defer file.Close()
	reader := &logReader{lines: bufio.NewReader(file), emit: emit}
	var news *logWatch
	if o.Follow && r.State.Status == record.Running {
		// Before the first look, or what is written between the two would be news to nobody.
		if news, err = watchLog(file.Name(), r.State.Shim); err != nil {
			return on("follow log of", ref, err)
		}
		defer news.close()
	}
	if err := reader.read(o.Tail); err != nil {
		return err
	}
	for news != nil {
		ended := news.wait()
		if err := reader.read(-1); err != nil || ended {
			return err
		}
	}
	return nil
}

type logReader struct {
	lines *bufio.Reader
	half  []byte // a line whose end is not written yet
	emit  func(shim.Entry) error
}

// read emits what is there; the last tail entries, or all if tail is negative.
func (l *logReader) read(tail int) error {
	var last []shim.Entry
	for {
		entry, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return l.emitAll(last)
		case err != nil:
			return err
		case tail < 0:
			if err := l.emit(entry); err != nil {
				return err
			}
		case tail > 0:
			last = append(last[max(0, len(last)+1-tail):], entry)
		}
	}
}

func (l *logReader) emitAll(entries []shim.Entry) error {
	for _, e := range entries {
		if err := l.emit(e); err != nil {
			return err
		}
	}
	return nil
}

func (l *logReader) next() (shim.Entry, error) {
	for {
		line, err := l.lines.ReadBytes('\n')
		l.half = append(l.half, line...)
		if err != nil {
			return shim.Entry{}, err
		}
		line, l.half = l.half, nil
		entry, err := shim.ReadEntry(line)
		if err == nil {
			return entry, nil
		}
		// One damaged line says nothing about the next.
	}
}

// logWatch waits for two things at once: that the log grows, which inotify(7) tells, and that the
// shim has ended, which its pidfd does.
type logWatch struct {
	inotify int            // not an os.File: its Read would wait where there is nothing to read
	shim    *record.Handle // nil if it has ended already
}

func watchLog(path string, writer record.Process) (*logWatch, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, fmt.Errorf("watch a file: %w", err)
	}
	w := &logWatch{inotify: fd}
	if _, err := unix.InotifyAddWatch(fd, path, unix.IN_MODIFY); err != nil {
		w.close()
		return nil, fmt.Errorf("watch %s: %w", path, err)
	}
	w.shim, err = writer.Open()
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		w.close()
		return nil, err
	}
	return w, nil
}

// wait returns when there may be more to read; ended says that it is the last time.
func (w *logWatch) wait() (ended bool) {
	if w.shim == nil {
		return true
	}
	ended = w.shim.WaitOr(w.inotify)
	unix.Read(w.inotify, make([]byte, 4096)) //nolint:errcheck // only that something has changed counts
	return ended
}

func (w *logWatch) close() {
	unix.Close(w.inotify) //nolint:errcheck // it was only read from
	if w.shim != nil {
		w.shim.Close()
	}
}
