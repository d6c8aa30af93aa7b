package applet

// sed: the script is run for every line of the input. The script's language is
// parsed in sed_parse.go; of it there are addresses, s, y, d, p, q, =, a, i, c
// and n, but no hold space, labels or branches.

import (
	"bufio"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
)

var sedCommand = command{
	name: "sed", usage: "[-nEri] [-e SCRIPT | -f FILE]... [SCRIPT] [FILE]...", short: "edit a stream of lines",
	options: "nErie:f:s", long: "quiet=n regexp-extended=E in-place=i expression=e file=f", run: runSed,
}

type sedAddress struct {
	line    int // 0: not a number
	last    bool
	pattern *regexp.Regexp
	plus    bool // addr,+N: line counts from the first
}

type sedStep struct {
	first, second *sedAddress
	negate        bool
	verb          byte

	pattern     *regexp.Regexp // of s
	replacement string
	global      bool
	print       bool
	occurrence  int
	text        string // of a, i, c and the file of w
	from, to    string // of y
	status      int    // of q

	active bool // in a range
	until  int
}

type sedRun struct {
	*call
	steps  []*sedStep
	out    io.Writer
	number int
	last   bool
	quit   bool
	reader *sedReader
}

func runSed(c *call) error {
	scripts := c.all("e")
	for _, path := range c.all("f") {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		scripts = append(scripts, string(content))
	}
	if len(scripts) == 0 {
		if len(c.operands) == 0 {
			return usagef("no script given")
		}
		scripts = c.operands[:1]
		c.operands = c.operands[1:]
	}
	steps, err := parseSed(strings.Join(scripts, "\n"), c.has("E") || c.has("r"))
	if err != nil {
		return err
	}
	s := &sedRun{call: c, steps: steps, out: c.out}
	if c.has("i") {
		return s.eachInPlace()
	}
	s.reader = &sedReader{names: c.inputs(), complain: c.warn}
	return s.lines()
}

// eachInPlace writes a new file beside the old one and renames it over: at no
// time is there half a file under the name.
func (s *sedRun) eachInPlace() error {
	for _, name := range s.operands {
		if err := s.inPlace(name); err != nil {
			s.warn(err)
		}
	}
	return nil
}

func (s *sedRun) inPlace(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	path, err := makeTemporary(firstParts(name), ".sed*", false)
	if err != nil {
		return err
	}
	defer os.Remove(path) // when it has not been renamed
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	s.out, s.number, s.quit = buffer, 0, false
	s.reader = &sedReader{names: []string{name}, complain: s.warn}
	err = errors.Join(s.lines(), buffer.Flush(), file.Chmod(info.Mode().Perm()), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(path, name)
}

func (s *sedRun) lines() error {
	for !s.quit {
		line, newline, ok := s.reader.next()
		if !ok {
			return nil
		}
		s.number++
		s.last = s.reader.atEnd()
		if err := s.line(line, newline); err != nil {
			return err
		}
	}
	return nil
}

// line runs the script over one line and prints what has become of it.
func (s *sedRun) line(text, newline string) error {
	var after strings.Builder
	deleted := false
	for _, step := range s.steps {
		if step.selects(s.number, s.last, text) == step.negate {
			continue
		}
		switch step.verb {
		case 'd', 'c':
			deleted = true
			if step.verb == 'c' {
				io.WriteString(s.out, step.text+"\n") //nolint:errcheck // the flush tells
			}
		case 'a':
			after.WriteString(step.text + "\n")
		case 'i':
			io.WriteString(s.out, step.text+"\n") //nolint:errcheck // likewise
		case 'q':
			s.quit, s.status = true, step.status
		case 'n':
			if !s.has("n") {
				io.WriteString(s.out, text+newline) //nolint:errcheck // likewise
			}
			var ok bool
			if text, newline, ok = s.reader.next(); !ok {
				return nil
			}
			s.number++
			s.last = s.reader.atEnd()
		default:
			text = s.edit(step, text)
		}
		if deleted || s.quit {
			break
		}
	}
	if !deleted && !s.has("n") {
		if _, err := io.WriteString(s.out, text+newline); err != nil {
			return err
		}
	}
	_, err := io.WriteString(s.out, after.String())
	return err
}

func (s *sedRun) edit(step *sedStep, text string) string {
	switch step.verb {
	case 'p':
		io.WriteString(s.out, text+"\n") //nolint:errcheck // the flush tells
	case '=':
		io.WriteString(s.out, itoaLine(s.number)) //nolint:errcheck // likewise
	case 'y':
		return strings.Map(func(r rune) rune { return mapRune(r, step.from, step.to) }, text)
	case 's':
		changed, any := step.substitute(text)
		if any && step.print {
			io.WriteString(s.out, changed+"\n") //nolint:errcheck // likewise
		}
		return changed
	}
	return text
}

func mapRune(r rune, from, to string) rune {
	for i, candidate := range []rune(from) {
		if candidate == r {
			return []rune(to)[i]
		}
	}
	return r
}
