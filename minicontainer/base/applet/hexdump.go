package applet

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

var hexdumpCommand = command{
	name: "hexdump", usage: "-C [-v] [-n N] [-s N] [FILE]...", short: "print bytes in hexadecimal",
	options: "Cvn:s:", run: runHexdump,
}

var hdCommand = command{
	name: "hd", usage: "[-v] [-n N] [-s N] [FILE]...", short: "print bytes in hexadecimal",
	options: "Cvn:s:", run: runHexdump,
}

// runHexdump knows the canonical form alone: -C may be left out.
func runHexdump(c *call) error {
	var readers []io.Reader
	for _, name := range c.inputs() {
		file, err := open(name)
		if err != nil {
			c.warn(err)
			continue
		}
		defer file.Close()
		readers = append(readers, file)
	}
	if len(readers) == 0 {
		return nil
	}
	r := io.MultiReader(readers...)
	offset := int64(0)
	if text, ok := c.value("s"); ok {
		var err error
		if offset, err = parseSize(text); err != nil {
			return usageError{err.Error()}
		}
		if _, err := io.CopyN(io.Discard, r, offset); err != nil {
			return ignoreEOF(err)
		}
	}
	if text, ok := c.value("n"); ok {
		limit, err := parseSize(text)
		if err != nil {
			return usageError{err.Error()}
		}
		r = io.LimitReader(r, limit)
	}
	return c.dump(r, offset)
}

// dump replaces lines equal to the one before by a star.
func (c *call) dump(r io.Reader, offset int64) error {
	var previous []byte
	starred := false
	line := make([]byte, 16)
	for {
		n, err := io.ReadFull(r, line)
		if n == len(line) && bytes.Equal(line, previous) && !c.has("v") {
			if !starred {
				c.printf("*\n")
			}
			starred = true
		} else if n > 0 {
			c.dumpLine(offset, line[:n])
			starred = false
			previous = append(previous[:0], line[:n]...)
		}
		offset += int64(n)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		} else if err != nil {
			return err
		}
	}
	if offset > 0 {
		c.printf("%08x\n", offset)
	}
	return nil
}

func (c *call) dumpLine(offset int64, line []byte) {
	var hex, text strings.Builder
	for i := 0; i < 16; i++ {
		if i%8 == 0 {
			hex.WriteByte(' ')
		}
		if i >= len(line) {
			hex.WriteString("   ")
			continue
		}
		hex.WriteString(string("0123456789abcdef"[line[i]>>4]) + string("0123456789abcdef"[line[i]&15]) + " ")
		if line[i] < ' ' || line[i] > '~' {
			text.WriteByte('.')
		} else {
			text.WriteByte(line[i])
		}
	}
	c.printf("%08x %s |%s|\n", offset, hex.String(), text.String())
}
