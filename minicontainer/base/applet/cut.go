package applet

import (
	"io"
	"strconv"
	"strings"
)

var cutCommand = command{
	name: "cut", usage: "{-b|-c LIST | -f LIST [-d CHAR] [-s]} [FILE]...", short: "print parts of lines",
	options: "b:c:f:d:sn", long: "bytes=b characters=c fields=f delimiter=d only-delimited=s", run: runCut,
}

// A span is a range of positions counted from 1, both ends included.
type span struct{ from, to int }

type spans []span

func (list spans) contain(n int) bool {
	for _, s := range list {
		if n >= s.from && n <= s.to {
			return true
		}
	}
	return false
}

// parseSpans reads N, N-M, N- and -M, separated by commas.
func parseSpans(text string) (spans, error) {
	var list spans
	for _, part := range strings.Split(text, ",") {
		from, to, ranged := strings.Cut(part, "-")
		s := span{from: 1, to: 1<<31 - 1}
		var err, err2 error
		if from != "" {
			s.from, err = strconv.Atoi(from)
		}
		if to != "" {
			s.to, err2 = strconv.Atoi(to)
		} else if !ranged {
			s.to = s.from
		}
		if err != nil || err2 != nil || part == "" || part == "-" || s.from < 1 || s.to < s.from {
			return nil, usagef("parse list %q: invalid list", text)
		}
		list = append(list, s)
	}
	return list, nil
}

func runCut(c *call) error {
	kind := c.last("b", "c", "f")
	text, ok := c.value(kind)
	if !ok {
		return usagef("one of -b, -c and -f is needed")
	}
	list, err := parseSpans(text)
	if err != nil {
		return err
	}
	delimiter, ok := c.value("d")
	if !ok {
		delimiter = "\t"
	}
	return c.eachInput(func(_ string, r io.Reader) error {
		return eachLine(r, func(line []byte, _ bool) error {
			if kind == "f" {
				c.cutFields(string(line), delimiter, list)
			} else {
				c.printf("%s\n", cutCharacters(string(line), kind, list))
			}
			return nil
		})
	})
}

func (c *call) cutFields(line, delimiter string, list spans) {
	if !strings.Contains(line, delimiter) {
		if !c.has("s") {
			c.printf("%s\n", line)
		}
		return
	}
	var kept []string
	for i, field := range strings.Split(line, delimiter) {
		if list.contain(i + 1) {
			kept = append(kept, field)
		}
	}
	c.printf("%s\n", strings.Join(kept, delimiter))
}

func cutCharacters(line, kind string, list spans) string {
	pieces := strings.Split(line, "") // characters
	if kind == "b" {
		pieces = make([]string, len(line))
		for i := range pieces {
			pieces[i] = line[i : i+1]
		}
	}
	var b strings.Builder
	for i, piece := range pieces {
		if list.contain(i + 1) {
			b.WriteString(piece)
		}
	}
	return b.String()
}
