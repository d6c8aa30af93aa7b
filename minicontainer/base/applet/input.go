package applet

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// open opens a file for reading; "-" is standard input.
func open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(name)
}

// inputs is the operands, or standard input when there are none.
func (c *call) inputs() []string {
	if len(c.operands) == 0 {
		return []string{"-"}
	}
	return c.operands
}

// eachInput hands every input to use. What goes wrong with one is reported and
// does not keep the others from being read.
func (c *call) eachInput(use func(name string, r io.Reader) error) error {
	for _, name := range c.inputs() {
		if err := withInput(name, use); err != nil {
			c.warn(err)
		}
	}
	return nil
}

func withInput(name string, use func(name string, r io.Reader) error) error {
	file, err := open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return use(name, file)
}

// errStop ends eachLine early without being an error.
var errStop = errors.New("stop")

// eachLine hands over the lines of r, of any length, without the newline. last
// is true for a last line that had none. The bytes are valid during the call.
func eachLine(r io.Reader, use func(line []byte, last bool) error) error {
	return eachRecord(r, '\n', use)
}

func eachRecord(r io.Reader, separator byte, use func(record []byte, last bool) error) error {
	reader := bufio.NewReaderSize(r, 32<<10)
	var long []byte
	for {
		piece, err := reader.ReadSlice(separator)
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, piece...)
			continue
		}
		if err != nil && err != io.EOF {
			return err
		}
		record := piece
		if len(long) > 0 {
			record = append(long, piece...)
			long = long[:0]
		}
		if err == io.EOF && len(record) == 0 {
			return nil
		}
		if err == nil {
			record = record[:len(record)-1]
		}
		if stop := use(record, err == io.EOF); errors.Is(stop, errStop) {
			return nil
		} else if stop != nil {
			return stop
		}
		if err == io.EOF {
			return nil
		}
	}
}
