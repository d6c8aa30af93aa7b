package applet

import (
	"errors"
	"io"
	"os"
	"strings"
)

var headCommand = command{
	name: "head", usage: "[-qv] [-n N[bkm]] [-c N[bkm]] [FILE]...", short: "print the beginning of files",
	options: "#n:c:qv", long: "lines=n bytes=c quiet=q", run: runHead,
}

// runHead prints the first lines or bytes; a negative count means all but the
// last so many.
func runHead(c *call) error {
	unit := c.last("n", "c")
	text, ok := c.value(unit)
	if !ok {
		text = "10"
	}
	digits, allBut := strings.CutPrefix(text, "-")
	limit, err := parseSize(digits)
	if err != nil {
		return usageError{err.Error()}
	}
	return c.eachTitled(func(r io.Reader) error {
		switch {
		case allBut && unit == "c":
			return c.allButLast(r, limit)
		case allBut:
			return c.allButLastLines(r, int(limit))
		case unit == "c":
			_, err := io.CopyN(c.out.Writer, r, limit)
			return ignoreEOF(err)
		}
		return c.headLines(r, limit)
	})
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (c *call) headLines(r io.Reader, limit int64) error {
	if limit == 0 {
		return nil
	}
	return eachLine(r, func(line []byte, last bool) error {
		c.printf("%s%s", line, newlineUnless(last))
		if limit--; limit == 0 {
			return errStop
		}
		return nil
	})
}

func (c *call) allButLastLines(r io.Reader, hold int) error {
	var held []string
	return eachLine(r, func(line []byte, last bool) error {
		held = append(held, string(line)+newlineUnless(last))
		if len(held) > hold {
			c.printf("%s", held[0])
			held = held[1:]
		}
		return nil
	})
}

func (c *call) allButLast(r io.Reader, hold int64) error {
	var held []byte
	buffer := make([]byte, 32<<10)
	for {
		n, err := r.Read(buffer)
		held = append(held, buffer[:n]...)
		if ready := int64(len(held)) - hold; ready > 0 {
			c.out.Write(held[:ready]) //nolint:errcheck // the flush at the end tells
			held = held[ready:]
		}
		if err != nil {
			return ignoreEOF(err)
		}
	}
}

// eachTitled is eachInput with a title over every one of several files.
func (c *call) eachTitled(use func(r io.Reader) error) error {
	titled := (len(c.operands) > 1 || c.has("v")) && !c.has("q")
	first := true
	return c.eachInput(func(name string, r io.Reader) error {
		if titled {
			c.printTitle(name, &first)
		}
		return use(r)
	})
}

func (c *call) printTitle(name string, first *bool) {
	if name == "-" {
		name = "standard input"
	}
	if !*first {
		c.printf("\n")
	}
	*first = false
	c.printf("==> %s <==\n", name)
}

// isRegular tells whether a reader is a file one can seek in.
func isRegular(r io.Reader) (*os.File, bool) {
	file, ok := r.(*os.File)
	if !ok {
		return nil, false
	}
	info, err := file.Stat()
	return file, err == nil && info.Mode().IsRegular()
}
