package applet

import (
	"io"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

var wcCommand = command{
	name: "wc", usage: "[-lwcmL] [FILE]...", short: "count lines, words and bytes",
	options: "lwcmL", long: "lines=l words=w bytes=c chars=m max-line-length=L", run: runWc,
}

type counts struct {
	lines, words, chars, bytes, longest int
	width                               int // of the line being read
	inWord                              bool
}

func runWc(c *call) error {
	if len(c.given) == 0 {
		c.given = []option{{name: "l"}, {name: "w"}, {name: "c"}}
	}
	var total counts
	err := c.eachInput(func(name string, r io.Reader) error {
		var one counts
		err := one.read(r)
		if name == "-" && len(c.operands) == 0 {
			name = ""
		}
		c.printCounts(one, name)
		total.add(one)
		return err
	})
	if len(c.operands) > 1 {
		c.printCounts(total, "total")
	}
	return err
}

// read counts block by block. A character cut in two by the end of a block is
// kept for the next.
func (n *counts) read(r io.Reader) error {
	buffer := make([]byte, 64<<10)
	kept := 0
	for {
		got, err := r.Read(buffer[kept:])
		block := buffer[:kept+got]
		rest := n.count(block, err != nil)
		kept = copy(buffer, rest)
		if err != nil {
			n.endLine()
			return ignoreEOF(err)
		}
	}
}

func (n *counts) count(block []byte, final bool) (rest []byte) {
	for len(block) > 0 {
		r, size := rune(block[0]), 1
		if r >= utf8.RuneSelf {
			if !final && !utf8.FullRune(block) {
				return block
			}
			r, size = utf8.DecodeRune(block)
		}
		n.char(r, size)
		block = block[size:]
	}
	return nil
}

func (n *counts) char(r rune, size int) {
	n.bytes += size
	if r != utf8.RuneError || size > 1 {
		n.chars++
	}
	switch r {
	case '\n':
		n.lines++
		n.endLine()
	case '\r', '\f':
		n.endLine()
	case '\t':
		n.width += 8 - n.width%8
	default:
		if !unicode.IsControl(r) {
			n.width += cells.OfRune(r)
		}
	}
	space := unicode.IsSpace(r)
	if !space && !n.inWord {
		n.words++
	}
	n.inWord = !space
}

func (n *counts) endLine() {
	n.longest = max(n.longest, n.width)
	n.width = 0
}

func (n *counts) add(other counts) {
	n.lines += other.lines
	n.words += other.words
	n.chars += other.chars
	n.bytes += other.bytes
	n.longest = max(n.longest, other.longest)
}

// printCounts pads to nine columns, except that a single number stands alone.
func (c *call) printCounts(n counts, name string) {
	var values []int
	for _, column := range []struct {
		option string
		value  int
	}{{"l", n.lines}, {"w", n.words}, {"m", n.chars}, {"c", n.bytes}, {"L", n.longest}} {
		if c.has(column.option) {
			values = append(values, column.value)
		}
	}
	for i, value := range values {
		if i > 0 {
			c.printf(" ")
		}
		if len(values) == 1 {
			c.printf("%s", strconv.Itoa(value))
		} else {
			c.printf("%9d", value)
		}
	}
	if name != "" {
		c.printf(" %s", name)
	}
	c.printf("\n")
}
