package edit

import (
	"os"
	"strings"
)

// History is the lines entered before, the newest last.
type History struct {
	lines []string
	path  string
}

const historySize = 1000

// OpenHistory reads the lines of earlier sessions from a file, and has new
// ones appended to it. A file that cannot be read is an empty history, one
// that cannot be written is left alone: the lines are then kept in memory only.
func OpenHistory(path string) *History {
	h := &History{path: path}
	text, err := os.ReadFile(path)
	if err == nil && len(text) > 0 {
		h.lines = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		h.lines = h.lines[max(0, len(h.lines)-historySize):]
	}
	return h
}

// Add appends a line, unless it is blank or the same as the last.
func (h *History) Add(line string) {
	if h == nil || strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	if h.path == "" {
		return
	}
	f, err := os.OpenFile(h.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	f.WriteString(line + "\n") //nolint:errcheck // a history that cannot be kept is no reason to bother
}

func (h *History) len() int {
	if h == nil {
		return 0
	}
	return len(h.lines)
}

// recall is the place in the history that the line was taken from; the line
// typed before going there is kept at the end.
type recall struct {
	at    int
	draft string
}

func (e *Editor) recallLine(step int) {
	n := e.History.len()
	to := e.recall.at + step
	if to < 0 || to > n {
		return
	}
	if e.recall.at == n {
		e.recall.draft = e.line
	}
	e.recall.at = to
	if to == n {
		e.line = e.recall.draft
	} else {
		e.line = e.History.lines[to]
	}
	e.cursor = len(e.line)
}
