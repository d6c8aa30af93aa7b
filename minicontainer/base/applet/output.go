package applet

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"golang.org/x/term"
)

// output is standard output as stdio(3) treats it: by the line on a terminal,
// by the block otherwise.
type output struct {
	*bufio.Writer
	terminal bool
}

func newOutput(file *os.File) *output {
	return &output{bufio.NewWriterSize(file, 32<<10), term.IsTerminal(int(file.Fd()))}
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err == nil && o.terminal && bytes.IndexByte(p, '\n') >= 0 {
		err = o.Flush()
	}
	return n, err
}

// WriteString is Write: bufio's own would pass the line rule by.
func (o *output) WriteString(s string) (int, error) { return o.Write([]byte(s)) }

// ReadFrom keeps io.Copy from collecting a slow reader's bytes in the buffer:
// cat of a pipe shows each piece as it comes.
func (o *output) ReadFrom(r io.Reader) (int64, error) {
	if err := o.Flush(); err != nil {
		return 0, err
	}
	return io.Copy(os.Stdout, r)
}

// columns is the width of the terminal on standard output, 80 without one.
func columns() int {
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || width <= 0 {
		return 80
	}
	return width
}
