package applet

// The keys of sort: -k START[,END], each FIELD[.CHAR][LETTERS], counted from 1.
// Source: sort(1p).

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

type sorter struct {
	*call
	separator string
	keys      []sortKey
}

type sortKey struct {
	start, end sortPosition // a zero field of end: up to the end of the line
	flags      string
}

type sortPosition struct{ field, char int }

func newSorter(c *call) (*sorter, error) {
	s := &sorter{call: c}
	s.separator, _ = c.value("t")
	if s.separator == `\t` {
		s.separator = "\t"
	}
	global := ""
	for _, flag := range []string{"n", "h", "f", "r", "b"} {
		if c.has(flag) {
			global += flag
		}
	}
	for _, text := range c.all("k") {
		key, err := parseSortKey(text)
		if err != nil {
			return nil, err
		}
		if key.flags == "" {
			key.flags = global
		}
		s.keys = append(s.keys, key)
	}
	if len(s.keys) == 0 {
		s.keys = []sortKey{{start: sortPosition{1, 1}, flags: global}}
	}
	return s, nil
}

func parseSortKey(text string) (key sortKey, err error) {
	from, to, ranged := strings.Cut(text, ",")
	var more string
	if key.start, key.flags, err = parseSortPosition(from, 1); err != nil {
		return key, err
	}
	if ranged {
		if key.end, more, err = parseSortPosition(to, 0); err != nil {
			return key, err
		}
	}
	key.flags += more
	return key, nil
}

func parseSortPosition(text string, char int) (sortPosition, string, error) {
	digits := strings.TrimRight(text, "nhfrbdiM")
	field, chars, hasChar := strings.Cut(digits, ".")
	position := sortPosition{char: char}
	var err error
	if position.field, err = strconv.Atoi(field); err == nil && hasChar {
		position.char, err = strconv.Atoi(chars)
	}
	if err != nil || position.field < 1 {
		return position, "", usagef("parse key %q: invalid field", text)
	}
	return position, text[len(digits):], nil
}

func (s *sorter) compareKeys(a, b string) int {
	for _, key := range s.keys {
		order := compareByFlags(s.extract(a, key), s.extract(b, key), key.flags)
		if strings.Contains(key.flags, "r") {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

func compareByFlags(a, b, flags string) int {
	switch {
	case strings.Contains(flags, "n"):
		return cmp.Compare(leadingNumber(a), leadingNumber(b))
	case strings.Contains(flags, "h"):
		return cmp.Compare(humanNumber(a), humanNumber(b))
	case strings.Contains(flags, "f"):
		return strings.Compare(strings.ToUpper(a), strings.ToUpper(b))
	}
	return strings.Compare(a, b)
}

// leadingNumber reads as much of a number as there is; none is 0.
func leadingNumber(s string) float64 {
	n, _ := splitNumber(s)
	return n
}

func splitNumber(s string) (float64, string) {
	s = strings.TrimLeft(s, " \t")
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || end == 0 && s[end] == '-') {
		end++
	}
	n, _ := strconv.ParseFloat(s[:end], 64)
	return n, s[end:]
}

func humanNumber(s string) float64 {
	n, rest := splitNumber(s)
	if rest == "" {
		return n
	}
	power := strings.IndexByte(" KMGTPE", strings.ToUpper(rest[:1])[0])
	return n * math.Pow(1024, float64(max(0, power)))
}

// extract cuts the key out of a line.
func (s *sorter) extract(line string, key sortKey) string {
	starts, ends := s.fields(line)
	from := len(line)
	if key.start.field <= len(starts) {
		from = starts[key.start.field-1]
		if strings.Contains(key.flags, "b") {
			from += len(line[from:]) - len(strings.TrimLeft(line[from:], " \t"))
		}
		from = min(len(line), from+key.start.char-1)
	}
	to := len(line)
	if key.end.field > 0 && key.end.field <= len(starts) {
		to = ends[key.end.field-1]
		if key.end.char > 0 {
			to = min(len(line), starts[key.end.field-1]+key.end.char)
		}
	}
	return line[from:max(from, to)]
}

// fields finds where fields begin and end. Without -t a field begins with the
// blanks before it.
func (s *sorter) fields(line string) (starts, ends []int) {
	position := 0
	for {
		starts = append(starts, position)
		length := 0
		if s.separator != "" {
			length = strings.Index(line[position:], s.separator)
		} else {
			blanks := len(line[position:]) - len(strings.TrimLeft(line[position:], " \t"))
			length = strings.IndexAny(line[position+blanks:], " \t")
			if length >= 0 {
				length += blanks
			}
		}
		if length < 0 {
			return starts, append(ends, len(line))
		}
		ends = append(ends, position+length)
		position += length + len(s.separator)
	}
}
