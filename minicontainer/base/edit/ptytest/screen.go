package ptytest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Screen is a small terminal: cells, a cursor, the wrap that waits for the next
// character, and the control sequences a line editor needs. It never scrolls.
// Its idea of width is its own, so that it can contradict the editor's.
type Screen struct {
	Row, Col int
	cols     int
	cells    [][]string
	wrap     bool // the last column was written: the next character goes to a new row
	rest     string
}

// NewScreen makes an empty screen.
func NewScreen(cols int) *Screen { return &Screen{cols: cols, cells: [][]string{nil}} }

// Write takes output of a program, in pieces of any size.
func (s *Screen) Write(text string) {
	s.rest += text
	for s.rest != "" {
		n := s.one(s.rest)
		if n == 0 {
			return
		}
		s.rest = s.rest[n:]
	}
}

// one acts on the first control sequence or character and returns its length,
// 0 when it is not complete yet.
func (s *Screen) one(text string) int {
	switch text[0] {
	case '\r':
		s.Col, s.wrap = 0, false
		return 1
	case '\n':
		s.Row++
		s.row()
		return 1
	case '\b':
		s.Col = max(s.Col-1, 0)
		return 1
	case 0x1b:
		return s.escape(text)
	}
	if !utf8.FullRuneInString(text) {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text)
	if r >= ' ' {
		s.put(text[:n], width(r))
	}
	return n
}

func (s *Screen) row() []string {
	for len(s.cells) <= s.Row {
		s.cells = append(s.cells, nil)
	}
	for len(s.cells[s.Row]) < s.cols {
		s.cells[s.Row] = append(s.cells[s.Row], " ")
	}
	return s.cells[s.Row]
}

func (s *Screen) put(text string, w int) {
	if w == 0 {
		s.combine(text)
		return
	}
	if s.wrap || s.Col+w > s.cols {
		s.Row, s.Col, s.wrap = s.Row+1, 0, false
	}
	row := s.row()
	row[s.Col] = text
	if w == 2 {
		row[s.Col+1] = ""
	}
	if s.Col += w; s.Col >= s.cols {
		s.Col, s.wrap = s.cols-1, true
	}
}

func (s *Screen) combine(text string) {
	row := s.row()
	for col := s.Col - 1; col >= 0; col-- {
		if row[col] != "" {
			row[col] += text
			return
		}
	}
}

func (s *Screen) escape(text string) int {
	if len(text) < 2 || text[1] != '[' {
		return min(len(text), 2)
	}
	for i := 2; i < len(text); i++ {
		if text[i] >= '@' && text[i] <= '~' {
			n, _ := strconv.Atoi(text[2:i])
			s.control(text[i], n)
			return i + 1
		}
	}
	return 0
}

func (s *Screen) control(letter byte, n int) {
	s.wrap = false
	switch letter {
	case 'A':
		s.Row = max(s.Row-max(n, 1), 0)
	case 'C':
		s.Col = min(s.Col+max(n, 1), s.cols-1)
	case 'H':
		s.Row, s.Col = 0, 0
	case 'J':
		if n == 2 {
			s.cells = [][]string{nil}
			return
		}
		row := s.row()
		for i := s.Col; i < len(row); i++ {
			row[i] = " "
		}
		s.cells = s.cells[:s.Row+1]
	}
}

// Lines are the rows without the spaces at their ends.
func (s *Screen) Lines() []string {
	var lines []string
	for _, row := range s.cells {
		lines = append(lines, strings.TrimRight(strings.Join(row, ""), " "))
	}
	return lines
}

func (s *Screen) String() string { return strings.Join(s.Lines(), "\n") }

// LastLine is the last row that is not empty.
func (s *Screen) LastLine() string {
	lines := s.Lines()
	for i := len(lines) - 1; i > 0; i-- {
		if lines[i] != "" {
			return lines[i]
		}
	}
	return lines[0]
}

// width covers what the tests type.
func width(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r), r >= 0x1160 && r <= 0x11ff:
		return 0
	case r >= 0x1100 && r <= 0x115f, unicode.In(r, unicode.Hangul, unicode.Han), r >= 0x1f300:
		return 2
	}
	return 1
}
