package engine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// LogOptions say which entries of a log are wanted.
type LogOptions struct {
	Tail   int       // of the last ones only; of all if negative
	Since  time.Time // none that is older; the zero Time: all
	Until  time.Time // none that is younger
	Follow bool      // and those to come, until the container ends, or that moment has come
}

// Logs calls emit for each entry, in their order, until there are no more or emit returns an
// error, which Logs returns. If something was lost, as the log is bounded and was read too slowly, the cause of the
// error is shim.ErrLost, and all the rest was emitted.
func (e *Engine) Logs(ref string, o LogOptions, emit func(shim.Entry) error) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if r.Log.Driver == record.NoLog {
		return on("read log of", ref, ErrLogNone)
	}
	dir := e.store.Dir(r.ID)
	var news *logWatch
	if o.Follow && r.State.Up() {
		// Before the first look, or what is written between the two would be news to nobody.
		if news, err = e.watchLog(r, o.Until); err != nil {
			return on("follow log of", ref, err)
		}
		defer news.close()
	}
	reader, err := shim.OpenLogReader(dir, o.Tail)
	if errors.Is(err, fs.ErrNotExist) {
		if r.Remove {
			return on("read log of", ref, ErrNoLog)
		}
		return nil // it never ran
	}
	if err != nil {
		return on("read log of", ref, err)
	}
	defer reader.Close()
	return logged{reader, o, emit}.all(news)
}

// logged is the part of a log that is wanted.
type logged struct {
	reader *shim.LogReader
	LogOptions
	emit func(shim.Entry) error
}

// all emits what is there and, if there is a watch, what comes.
func (l logged) all(news *logWatch) error {
	err := l.rest()
	for news != nil && (err == nil || errors.Is(err, shim.ErrLost)) {
		ended := news.wait()
		if restErr := l.rest(); restErr != nil {
			err = restErr
		}
		if ended {
			break
		}
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough says that all that comes is too young.
var errEnough = errors.New("the rest is not wanted")

// rest emits what is there. What was lost on the way is told afterwards.
func (l logged) rest() (lost error) {
	for {
		entry, err := l.reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return lost
		case errors.Is(err, shim.ErrLost):
			lost = err
			continue
		case err != nil:
			return err
		case !l.Until.IsZero() && entry.Time.After(l.Until):
			return errEnough
		case entry.Time.Before(l.Since):
			continue
		}
		if err := l.emit(entry); err != nil {
			return err
		}
	}
}

// logWatch waits for what happens first: that the log grows, which inotify(7) tells of the container's directory, as the log may
// become another file; that the container has ended for good; or that the time is over.
type logWatch struct {
	inotify *os.File
	grown   chan struct{}
	ended   chan struct{}
	over    <-chan time.Time
	closed  chan struct{}
}

func (e *Engine) watchLog(r record.Record, until time.Time) (*logWatch, error) {
	dir := e.store.Dir(r.ID)
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, fmt.Errorf("watch a directory: %w", err)
	}
	w := &logWatch{inotify: os.NewFile(uintptr(fd), "inotify"), grown: make(chan struct{}, 1), ended: make(chan struct{}), closed: make(chan struct{})}
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_MODIFY|unix.IN_MOVE|unix.IN_CREATE); err != nil {
		w.close()
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	if !until.IsZero() {
		w.over = time.After(time.Until(until))
	}
	go w.watchGrowth()
	go func() {
		defer close(w.ended)
		e.awaitRest(r, w.closed)
	}()
	return w, nil
}

// awaitRest waits until the container does not run and is not about to, or the channel is closed.
func (e *Engine) awaitRest(r record.Record, closed <-chan struct{}) {
	const look = 10 * time.Second // how often it looks at the channel
	for err := error(nil); err == nil && r.State.Up(); r, err = e.Inspect(r.ID) {
		for ended := false; !ended; {
			select {
			case <-closed:
				return
			default:
			}
			ended = e.changed(r, look)
		}
	}
}

// changed waits until a container that runs has ended, or one that is about to run does; it is false when the patience is over.
func (e *Engine) changed(r record.Record, patience time.Duration) bool {
	if r.State.Status == record.Running {
		if _, err := e.ended(r, patience); !errors.Is(err, shim.ErrNobody) {
			return !errors.Is(err, os.ErrDeadlineExceeded)
		}
	}
	return awaitShim(r, patience) != nil || !r.State.Shim.Alive()
}

func (w *logWatch) watchGrowth() {
	events := make([]byte, 4096)
	for {
		if _, err := w.inotify.Read(events); err != nil {
			return // closed
		}
		select {
		case w.grown <- struct{}{}: // only that something has changed counts
		default:
		}
	}
}

// wait returns when there may be more to read; ended says that it is the last time.
func (w *logWatch) wait() (ended bool) {
	select {
	case <-w.ended:
		return true
	case <-w.over:
		return true
	default:
	}
	select {
	case <-w.ended:
		return true
	case <-w.over:
		return true
	case <-w.grown:
		return false
	}
}

func (w *logWatch) close() {
	w.inotify.Close()
	close(w.closed)
}
