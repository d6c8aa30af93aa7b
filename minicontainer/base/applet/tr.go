package applet

import (
	"bufio"
	"io"
	"os"
	"strings"
)

var trCommand = command{
	name: "tr", usage: "[-cds] SET1 [SET2]", short: "replace, squeeze or delete characters of standard input",
	options: "+cCds", long: "complement=c delete=d squeeze-repeats=s", run: runTr,
}

// A translation says for each byte what becomes of it. It works on bytes, as
// tr in the C locale does.
type translation struct {
	to              [256]byte
	deleted, single [256]bool
}

func runTr(c *call) error {
	if len(c.operands) == 0 || len(c.operands) == 1 && !c.has("d") && !c.has("s") {
		return usagef("two sets are needed")
	}
	t, err := c.translation()
	if err != nil {
		return err
	}
	reader := bufio.NewReader(os.Stdin)
	last := -1
	for {
		b, err := reader.ReadByte()
		if err != nil {
			return ignoreEOF(err)
		}
		if t.deleted[b] {
			continue
		}
		b = t.to[b]
		if int(b) == last && t.single[b] {
			continue
		}
		last = int(b)
		c.out.WriteByte(b) //nolint:errcheck // the flush tells
		if reader.Buffered() == 0 {
			if err := c.out.Flush(); err != nil {
				return err
			}
		}
	}
}

func (c *call) translation() (*translation, error) {
	first, err := expandSet(c.operands[0])
	if err != nil {
		return nil, err
	}
	if c.has("c") || c.has("C") {
		first = complement(first)
	}
	second := []byte(nil)
	if len(c.operands) > 1 {
		if second, err = expandSet(c.operands[1]); err != nil {
			return nil, err
		}
	}
	t := &translation{}
	for i := range t.to {
		t.to[i] = byte(i)
	}
	squeezed := first
	switch {
	case c.has("d"):
		for _, b := range first {
			t.deleted[b] = true
		}
		squeezed = second
	case len(second) > 0:
		for i, b := range first {
			t.to[b] = second[min(i, len(second)-1)]
		}
		squeezed = second
	}
	for _, b := range squeezed {
		t.single[b] = c.has("s")
	}
	return t, nil
}

func complement(set []byte) []byte {
	var rest []byte
	for b := 0; b < 256; b++ {
		if !strings.Contains(string(set), string([]byte{byte(b)})) {
			rest = append(rest, byte(b))
		}
	}
	return rest
}

// expandSet spells out escapes, ranges a-z and classes [:digit:].
func expandSet(text string) ([]byte, error) {
	var set []byte
	for i := 0; i < len(text); {
		if name, ok := className(text[i:]); ok {
			members, err := classMembers(name)
			if err != nil {
				return nil, err
			}
			set = append(set, members...)
			i += len(name) + len("[::]")
			continue
		}
		from, length := setByte(text[i:])
		i += length
		if i+1 >= len(text) || text[i] != '-' {
			set = append(set, from)
			continue
		}
		to, length := setByte(text[i+1:])
		if to < from {
			return nil, usagef("parse set %q: the range is the wrong way round", text)
		}
		for b := int(from); b <= int(to); b++ {
			set = append(set, byte(b))
		}
		i += 1 + length
	}
	return set, nil
}

func setByte(text string) (value byte, length int) {
	if text[0] == '\\' && len(text) > 1 {
		if value, length := escapeSequence(text[1:], octalPlain); length > 0 {
			return value, length + 1
		}
		return text[1], 2
	}
	return text[0], 1
}

func className(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, "[:")
	name, _, closed := strings.Cut(rest, ":]")
	return name, ok && closed
}

func classMembers(name string) ([]byte, error) {
	ranges, ok := map[string]string{
		"digit": "09", "lower": "az", "upper": "AZ", "alpha": "AZaz", "alnum": "09AZaz", "xdigit": "09AFaf",
		"space": "\t\r  ", "blank": "\t\t  ", "punct": "!/:@[`{~", "cntrl": "\x00\x1f\x7f\x7f", "print": " ~", "graph": "!~",
	}[name]
	if !ok {
		return nil, usagef("unknown class [:%s:]", name)
	}
	var members []byte
	for i := 0; i < len(ranges); i += 2 {
		for b := int(ranges[i]); b <= int(ranges[i+1]); b++ {
			members = append(members, byte(b))
		}
	}
	return members, nil
}

var teeCommand = command{
	name: "tee", usage: "[-ai] [FILE]...", short: "copy standard input to standard output and to files",
	options: "ai", long: "append=a ignore-interrupts=i", run: runTee,
}

func runTee(c *call) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if c.has("a") {
		flags = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	}
	if c.has("i") {
		notify(os.Interrupt)
	}
	writers := []io.Writer{os.Stdout}
	for _, name := range c.operands {
		file, err := os.OpenFile(name, flags, 0o666)
		if err != nil {
			c.warn(err)
			continue
		}
		defer file.Close()
		writers = append(writers, file)
	}
	_, err := io.Copy(io.MultiWriter(writers...), os.Stdin)
	return err
}
