// The log: what a container prints, line by line, with the time.
//
// The file has the form of Docker's driver json-file, one object a line:
//
//	{"log":"hello\n","stream":"stdout","time":"2025-01-02T03:04:05.678901234Z"}
//
// A line of more than 16 KiB becomes several entries, of which only the last ends with a newline.
// Bytes that are not UTF-8 become U+FFFD, as JSON has no others.

package shim

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
	"unicode/utf8"
)

// Entry is one line of a log.
type Entry struct {
	Log    string    `json:"log"`
	Stream string    `json:"stream"` // stdout or stderr
	Time   time.Time `json:"time"`
}

// LogPath is the log of the container with the directory dir.
func LogPath(dir string) string { return filepath.Join(dir, "container.log") }

// entrySize is the most that one entry holds, in bytes, as in Docker.
const entrySize = 16 << 10

// Log is the open log of a container. The streams of it may be written at the same time.
type Log struct {
	mu   sync.Mutex
	file *os.File
}

// OpenLog opens the log of the container with the directory dir, to add to it.
func OpenLog(dir string) (*Log, error) {
	f, err := os.OpenFile(LogPath(dir), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	return &Log{file: f}, nil
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// Stream is a writer for "stdout" or "stderr". Its Write never fails: a full disk
// costs the container its log, but must not stop it. The caller closes it, which writes what
// has no newline yet. A log that is nil takes all and keeps nothing.
func (l *Log) Stream(name string) *Stream { return &Stream{log: l, name: name} }

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
	for _, c := range b {
		s.line = append(s.line, c)
		switch {
		case c == '\n':
			s.put(len(s.line))
		case len(s.line) == entrySize:
			s.put(wholeRunes(s.line))
		}
	}
	return len(b), nil
}

// Close writes the rest.
func (s *Stream) Close() error {
	if len(s.line) > 0 {
		s.put(len(s.line))
	}
	return nil
}

// put writes the first n bytes as an entry.
func (s *Stream) put(n int) {
	text, err := json.Marshal(Entry{string(s.line[:n]), s.name, time.Now().UTC()})
	s.line = s.line[:copy(s.line, s.line[n:])]
	if err != nil {
		return
	}
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.file.Write(append(text, '\n')) //nolint:errcheck // see Stream
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
