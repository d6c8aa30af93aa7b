package applet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

var ddCommand = command{
	name: "dd", usage: "[if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N] [conv=notrunc,noerror,sync,fsync] [status=none]",
	short: "copy blocks", raw: true, run: runDd,
}

type blockCopier struct {
	*call
	words             map[string]string
	inSize, outSize   int64
	count, skip, seek int64
	conversions       string

	in, out                                   *os.File
	fullIn, partialIn, fullOut, partialOut, n int64
	started                                   time.Time
}

func runDd(c *call) error {
	d := &blockCopier{call: c, words: map[string]string{}, in: os.Stdin, out: os.Stdout, started: time.Now()}
	if err := d.parse(); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	asked := notify(unix.SIGUSR1)
	go func() {
		for range asked {
			d.summary()
		}
	}()
	err := d.copy()
	if d.converts("fsync") {
		err = errors.Join(err, d.out.Sync())
	}
	err = errors.Join(err, d.out.Close())
	d.summary()
	return err
}

func (d *blockCopier) parse() error {
	for _, operand := range d.operands {
		name, value, ok := strings.Cut(operand, "=")
		if !ok || !strings.Contains(" if of bs ibs obs count skip seek conv status iflag oflag ", " "+name+" ") {
			return usagef("unknown operand %s", operand)
		}
		d.words[name] = value
	}
	d.conversions = d.words["conv"]
	for _, field := range []struct {
		name      string
		to        *int64
		otherwise int64
	}{{"ibs", &d.inSize, 512}, {"obs", &d.outSize, 512}, {"count", &d.count, -1}, {"skip", &d.skip, 0}, {"seek", &d.seek, 0}} {
		*field.to = field.otherwise
		if text, ok := d.words[field.name]; ok {
			var err error
			if *field.to, err = parseSize(text); err != nil {
				return usageError{err.Error()}
			}
		}
	}
	if text, ok := d.words["bs"]; ok {
		size, err := parseSize(text)
		if err != nil {
			return usageError{err.Error()}
		}
		d.inSize, d.outSize = size, size
	}
	if d.inSize == 0 || d.outSize == 0 {
		return usagef("the block size must not be zero")
	}
	return nil
}

func (d *blockCopier) converts(word string) bool {
	return strings.Contains(","+d.conversions+",", ","+word+",")
}

func (d *blockCopier) open() (err error) {
	if path, ok := d.words["if"]; ok {
		if d.in, err = os.Open(path); err != nil {
			return err
		}
	}
	if err := d.skipInput(); err != nil {
		return err
	}
	path, ok := d.words["of"]
	if !ok {
		return nil
	}
	if d.out, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666); err != nil {
		return err
	}
	if info, err := d.out.Stat(); err == nil && info.Mode().IsRegular() && !d.converts("notrunc") {
		if err := d.out.Truncate(d.seek * d.outSize); err != nil {
			return err
		}
	}
	if d.seek > 0 {
		_, err = d.out.Seek(d.seek*d.outSize, io.SeekStart)
	}
	return err
}

// skipInput seeks, or reads where the input cannot seek.
func (d *blockCopier) skipInput() error {
	if d.skip == 0 {
		return nil
	}
	if _, err := d.in.Seek(d.skip*d.inSize, io.SeekCurrent); err == nil {
		return nil
	}
	_, err := io.CopyN(io.Discard, d.in, d.skip*d.inSize)
	return ignoreEOF(err)
}

// copy counts one read as one block, full or not: a pipe gives short reads, and
// the summary shows them.
func (d *blockCopier) copy() error {
	block := make([]byte, d.inSize)
	for d.count < 0 || d.fullIn+d.partialIn < d.count {
		n, err := d.in.Read(block)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			d.warn(err)
			if !d.converts("noerror") {
				return nil
			}
			if _, err := d.in.Seek(d.inSize, io.SeekCurrent); err != nil {
				return nil
			}
			n = 0
		}
		if int64(n) == d.inSize {
			d.fullIn++
		} else {
			d.partialIn++
		}
		if d.converts("sync") { // a short block is filled up with zeros
			clear(block[n:])
			n = len(block)
		}
		if err := d.write(block[:n]); err != nil {
			return err
		}
	}
	return nil
}

func (d *blockCopier) write(data []byte) error {
	for len(data) > 0 {
		piece := data[:min(int64(len(data)), d.outSize)]
		n, err := d.out.Write(piece)
		d.n += int64(n)
		if err != nil {
			return err
		}
		if int64(n) == d.outSize {
			d.fullOut++
		} else {
			d.partialOut++
		}
		data = data[n:]
	}
	return nil
}

func (d *blockCopier) summary() {
	if d.words["status"] == "none" {
		return
	}
	fmt.Fprintf(os.Stderr, "%d+%d records in\n%d+%d records out\n", d.fullIn, d.partialIn, d.fullOut, d.partialOut)
	if d.words["status"] == "noxfer" {
		return
	}
	seconds := time.Since(d.started).Seconds()
	fmt.Fprintf(os.Stderr, "%d bytes (%sB) copied, %.6f seconds, %sB/s\n", d.n, humanSize(uint64(d.n)), seconds, humanSize(uint64(float64(d.n)/seconds)))
}
