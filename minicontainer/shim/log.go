// The log: what a container prints, line by line, with the time.
//
// The file has the form of Docker's driver json-file, one object a line:
//
//	{"log":"hello\n","stream":"stdout","time":"2025-01-02T03:04:05.678901234Z"}
//
// A line of more than 16 KiB becomes several entries, of which only the last ends with a newline.
// Bytes that are not UTF-8 become U+FFFD, as JSON has no others.
//
// A log can be bounded: see rotate.go. How it is read again is in logreader.go.

package shim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// Entry is one line of a log.
type Entry struct {
	Log    string    `json:"log"`
	Stream string    `json:"stream"` // stdout or stderr
	Time   time.Time `json:"time"`
}

// logName is the log of a container, in its directory.
const logName = "container.log"

// LogPath is the log of the container with the directory dir.
func LogPath(dir string) string { return filepath.Join(dir, logName) }

// entrySize is the most that one entry holds, in bytes, as in Docker.
const entrySize = 16 << 10

// Log is the open log of a container. The streams of it may be written at the same time. One that is nil takes all and keeps
// nothing.
type Log struct {
	dir    string
	bounds record.LogSettings
	held   int64 // heldSize, but in tests

	mu    sync.Mutex
	file  *os.File
	size  int64        // of the file, in bytes
	fresh bytes.Buffer // entries that are not in it yet
	lines *json.Encoder
}

// OpenLog opens the log of the container with the directory dir, to add to it. It is nil if the container is to have none.
func OpenLog(dir string, settings record.LogSettings) (*Log, error) {
	if settings.Driver == record.NoLog {
		return nil, nil
	}
	l := &Log{dir: dir, bounds: settings, held: heldSize}
	l.lines = json.NewEncoder(&l.fresh)
	if err := l.open(); err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	if old, err := oldLogs(dir); err == nil && settings.MaxSize > 0 {
		l.removeOld(old) // who held them has gone since
	}
	return l, nil
}

func (l *Log) open() (err error) {
	if l.file, err = os.OpenFile(LogPath(l.dir), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	at, err := l.file.Stat()
	if err != nil {
		return errors.Join(err, l.file.Close())
	}
	l.size = at.Size()
	return nil
}

// Close closes the file.
func (l *Log) Close() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}

// Stream is a writer for "stdout" or "stderr". Its Write never fails: a full disk
// costs the container its log, but must not stop it. The caller closes it, which writes what
// has no newline yet.
func (l *Log) Stream(name string) *Stream { return &Stream{log: l, name: name} }

// add adds an entry, which is in the file after the next flush.
func (l *Log) add(e Entry) {
	if l.full() {
		l.flush()
		l.rotate()
	}
	l.lines.Encode(e) //nolint:errcheck // a text and a time have a form in JSON, and a buffer takes all
}

// flush writes what is there to the file: as much as there is at once.
func (l *Log) flush() {
	n, _ := l.file.Write(l.fresh.Bytes()) //nolint:errcheck // see Stream
	l.size += int64(n)
	l.fresh.Reset()
}

// Stream splits what is written to it into entries.
type Stream struct {
	log  *Log
	name string
	line []byte
}

func (s *Stream) Write(b []byte) (int, error) {
	if s.log == nil {
		return len(b), nil
	}
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	for rest := b; len(rest) > 0; {
		rest = rest[s.take(rest):]
	}
	s.log.flush()
	return len(b), nil
}

// take adds a part of the text to the line, and the line to the log if it is whole, or too long. It returns how large the part was.
func (s *Stream) take(text []byte) int {
	n := min(len(text), entrySize-len(s.line))
	if end := bytes.IndexByte(text[:n], '\n'); end >= 0 {
		n = end + 1
	}
	s.line = append(s.line, text[:n]...)
	switch {
	case s.line[len(s.line)-1] == '\n':
		s.put(len(s.line))
	case len(s.line) == entrySize:
		s.put(wholeRunes(s.line))
	}
	return n
}

// Close writes the rest.
func (s *Stream) Close() error {
	if s.log == nil || len(s.line) == 0 {
		return nil
	}
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.put(len(s.line))
	s.log.flush()
	return nil
}

// put adds the first n bytes as an entry.
func (s *Stream) put(n int) {
	s.log.add(Entry{string(s.line[:n]), s.name, time.Now().UTC()})
	s.line = s.line[:copy(s.line, s.line[n:])]
}

// wholeRunes is the length of b without the beginning of a character whose rest is still to come.
func wholeRunes(b []byte) int {
	for back := 1; back < utf8.UTFMax; back++ {
		start := len(b) - back
		if utf8.RuneStart(b[start]) {
			if utf8.FullRune(b[start:]) {
				return len(b)
			}
			return start
		}
	}
	return len(b)
}

// ReadEntry reads one line of a log. A line that a full disk or a power cut left half
// written is an error.
func ReadEntry(line []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return e, errors.New("read log: a damaged line")
	}
	return e, nil
}
