package expand

import (
	"strings"
	"unicode/utf8"
)

// Field splitting (POSIX 2.6.5). Of the characters in IFS, white space
// separates fields and any amount of it counts once; each other character ends
// a field, so that "a::b" split at ":" has an empty one in the middle.

type splitter struct {
	ifs     string
	fields  [][]piece
	current []piece
	started bool // the current field exists, though it may be empty
	blank   bool // the last field was ended by white space: one delimiter may still follow
}

func split(pieces []piece, ifs string) [][]piece {
	s := splitter{ifs: ifs}
	for _, p := range pieces {
		switch {
		case p.end:
			s.flush()
		case p.split:
			s.add(p.text)
		case p.quoted || p.text != "":
			s.append(p)
		}
	}
	s.flush()
	return s.fields
}

func (s *splitter) append(p piece) {
	s.current = append(s.current, p)
	s.started, s.blank = true, false
}

func (s *splitter) flush() {
	if s.started {
		s.emit()
	}
	s.blank = false
}

func (s *splitter) emit() {
	s.fields = append(s.fields, s.current)
	s.current, s.started = nil, false
}

func (s *splitter) add(text string) {
	for text != "" {
		i := strings.IndexAny(text, s.ifs)
		if i < 0 {
			s.append(piece{text: text})
			return
		}
		if i > 0 {
			s.append(piece{text: text[:i]})
		}
		s.delimiter(text[i])
		text = text[i+runeLen(text[i:]):]
	}
}

func (s *splitter) delimiter(c byte) {
	switch {
	case strings.IndexByte(" \t\n", c) >= 0:
		if s.started {
			s.emit()
			s.blank = true
		}
	case s.blank:
		s.blank = false
	default:
		s.emit()
	}
}

// Split cuts a line into at most n values as read(1) does: the last takes the
// rest of the line. A byte for which literal is true was escaped and never
// separates.
func Split(line string, literal []bool, ifs string, n int) []string {
	isSep := func(i int) bool { return !literal[i] && strings.IndexByte(ifs, line[i]) >= 0 }
	isBlank := func(i int) bool { return isSep(i) && strings.IndexByte(" \t\n", line[i]) >= 0 }
	skip := func(i int) int {
		for i < len(line) && isBlank(i) {
			i++
		}
		return i
	}
	end := len(line)
	for end > 0 && isBlank(end-1) {
		end--
	}
	var values []string
	i := skip(0)
	for i < end && len(values) < n-1 {
		start := i
		for i < end && !isSep(i) {
			i++
		}
		values = append(values, line[start:i])
		if i = skip(i); i < end && isSep(i) {
			i = skip(i + 1)
		}
	}
	if i < end {
		values = append(values, lastValue(line[i:end], func(j int) bool { return isSep(i + j) }))
	}
	return values
}

// lastValue drops one delimiter at the end when it is the only one in the rest.
func lastValue(rest string, isSep func(int) bool) string {
	for j := range len(rest) - 1 {
		if isSep(j) {
			return rest
		}
	}
	if isSep(len(rest) - 1) {
		return rest[:len(rest)-1]
	}
	return rest
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}
