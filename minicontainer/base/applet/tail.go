package applet

// tail keeps what it may have to print and nothing more: the last lines, or the
// last bytes. `tail -c 200m /dev/zero` therefore takes 200 megabytes of memory,
// which is what the lesson on memory limits uses it for.

import (
	"io"
	"strings"
)

var tailCommand = command{
	name: "tail", usage: "[-fqvF] [-s SECS] [-n [+]N[bkm]] [-c [+]N[bkmg]] [FILE]...", short: "print the end of files",
	options: "#n:c:qvfFs:", long: "lines=n bytes=c quiet=q follow=f", run: runTail,
}

type tailer struct {
	*call
	bytes     bool
	limit     int64
	fromStart bool // +N: from the Nth on
}

func runTail(c *call) error {
	t := &tailer{call: c}
	if err := t.parse(); err != nil {
		return err
	}
	if err := c.eachTitled(t.tail); err != nil || !c.has("f") && !c.has("F") {
		return err
	}
	return t.follow()
}

func (t *tailer) parse() error {
	if len(t.operands) > 0 && len(t.given) == 0 && strings.HasPrefix(t.operands[0], "+") && isDigits(t.operands[0][1:]) {
		t.given = append(t.given, option{"n", t.operands[0]})
		t.operands = t.operands[1:]
	}
	unit := t.last("n", "c")
	text, ok := t.value(unit)
	if !ok {
		text = "10"
	}
	digits, fromStart := strings.CutPrefix(text, "+")
	limit, err := parseSize(strings.TrimPrefix(digits, "-"))
	if err != nil {
		return usageError{err.Error()}
	}
	t.bytes, t.limit, t.fromStart = unit == "c", limit, fromStart
	return nil
}

func (t *tailer) tail(r io.Reader) error {
	switch {
	case t.fromStart && t.bytes:
		if _, err := io.CopyN(io.Discard, r, max(0, t.limit-1)); err != nil {
			return ignoreEOF(err)
		}
		_, err := io.Copy(t.out, r)
		return err
	case t.fromStart:
		return t.linesFrom(r)
	case t.bytes:
		return t.lastBytes(r)
	}
	return t.lastLines(r)
}

func (t *tailer) linesFrom(r io.Reader) error {
	number := int64(0)
	return eachLine(r, func(line []byte, last bool) error {
		if number++; number >= t.limit {
			t.printf("%s%s", line, newlineUnless(last))
		}
		return nil
	})
}

// lastLines keeps a ring of the lines that may be the last.
func (t *tailer) lastLines(r io.Reader) error {
	var ring []string
	next := 0
	err := eachLine(r, func(line []byte, last bool) error {
		text := string(line) + newlineUnless(last)
		switch {
		case t.limit == 0:
		case int64(len(ring)) < t.limit:
			ring = append(ring, text)
		default:
			ring[next] = text
			next = (next + 1) % len(ring)
		}
		return nil
	})
	for i := range ring {
		t.printf("%s", ring[(next+i)%len(ring)])
	}
	return err
}

// lastBytes seeks where it can and keeps a ring of bytes where it cannot.
func (t *tailer) lastBytes(r io.Reader) error {
	if file, ok := isRegular(r); ok {
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if info.Size() > t.limit {
			if _, err := file.Seek(-t.limit, io.SeekEnd); err != nil {
				return err
			}
		}
		_, err = io.Copy(t.out, file)
		return err
	}
	ring := &byteRing{limit: t.limit}
	if err := ring.fill(r); err != nil {
		return err
	}
	return ring.writeTo(t.out)
}
