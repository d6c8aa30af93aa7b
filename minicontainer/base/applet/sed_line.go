package applet

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// A sedReader gives the lines of several files as one stream, and knows one
// line ahead whether there is another: that is what the address $ asks.
type sedReader struct {
	names    []string
	complain func(error)
	file     io.ReadCloser
	reader   *bufio.Reader
}

func (r *sedReader) next() (line, newline string, ok bool) {
	if r.atEnd() {
		return "", "", false
	}
	text, err := r.reader.ReadString('\n')
	if err != nil && err != io.EOF {
		r.complain(err)
	}
	line, hasNewline := strings.CutSuffix(text, "\n")
	return line, newlineUnless(!hasNewline && r.atEnd()), true
}

// atEnd opens files until there is a byte to read.
func (r *sedReader) atEnd() bool {
	for {
		if r.reader != nil {
			if _, err := r.reader.Peek(1); err == nil {
				return false
			} else if err != io.EOF {
				r.complain(err)
			}
			r.file.Close()
			r.reader = nil
		}
		if len(r.names) == 0 {
			return true
		}
		file, err := open(r.names[0])
		r.names = r.names[1:]
		if err != nil {
			r.complain(err)
			continue
		}
		r.file, r.reader = file, bufio.NewReader(file)
	}
}

func itoaLine(n int) string { return strconv.Itoa(n) + "\n" }

func (a *sedAddress) matches(number int, last bool, text string) bool {
	switch {
	case a.last:
		return last
	case a.pattern != nil:
		return a.pattern.MatchString(text)
	}
	return number == a.line
}

// selects tells whether a step applies to a line. A range begins with a line
// that matches the first address and ends with one that matches the second; a
// number that has been passed ends it at once.
func (step *sedStep) selects(number int, last bool, text string) bool {
	switch {
	case step.first == nil:
		return true
	case step.second == nil:
		return step.first.matches(number, last, text)
	case step.active:
		step.active = !step.endsAt(number, last, text)
		return step.until == 0 || number <= step.until
	case !step.first.matches(number, last, text):
		return false
	}
	step.until = step.second.line
	if step.second.plus {
		step.until += number
	}
	step.active = step.until == 0 || step.until > number
	return true
}

func (step *sedStep) endsAt(number int, last bool, text string) bool {
	if step.until > 0 {
		return number >= step.until
	}
	return step.second.matches(number, last, text)
}

// substitute replaces the matches the flags ask for.
func (step *sedStep) substitute(text string) (string, bool) {
	var b strings.Builder
	end, count, changed := 0, 0, false
	for _, match := range step.pattern.FindAllStringSubmatchIndex(text, -1) {
		count++
		if count < step.occurrence {
			continue
		}
		b.WriteString(text[end:match[0]])
		b.WriteString(expandReplacement(step.replacement, text, match))
		end, changed = match[1], true
		if !step.global {
			break
		}
	}
	return b.String() + text[end:], changed
}

// expandReplacement puts the match for &, a group for \1 to \9.
func expandReplacement(replacement, text string, match []int) string {
	var b strings.Builder
	group := func(n int) {
		if 2*n+1 < len(match) && match[2*n] >= 0 {
			b.WriteString(text[match[2*n]:match[2*n+1]])
		}
	}
	for i := 0; i < len(replacement); i++ {
		ch := replacement[i]
		switch {
		case ch == '&':
			group(0)
		case ch != '\\' || i+1 == len(replacement):
			b.WriteByte(ch)
		default:
			i++
			switch next := replacement[i]; {
			case next >= '0' && next <= '9':
				group(int(next - '0'))
			case next == 'n':
				b.WriteByte('\n')
			case next == 't':
				b.WriteByte('\t')
			default:
				b.WriteByte(next)
			}
		}
	}
	return b.String()
}
