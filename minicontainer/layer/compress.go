// Compression: what a blob's first bytes tell, and the archive in it.
//
// gzip and zstd both have frames that may follow one another, a checksum at the end, and nothing behind it, so
// that a blob which was cut off, or has something added, is found out without its digest.
// Decompressing takes as long as unpacking: each has a goroutine, so that the two go on at the same time.

package layer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/klauspost/pgzip"
)

// Compression is how a blob is compressed.
type Compression int

const (
	None Compression = iota
	Gzip
	Zstd
)

// String is the word of the media type's end: "+gzip".
func (c Compression) String() string { return [...]string{"none", "gzip", "zstd"}[c] }

var magic = map[Compression][]byte{
	Gzip: {0x1f, 0x8b},
	Zstd: {0x28, 0xb5, 0x2f, 0xfd},
}

// xzMagic begins what no image has, and an archive that somebody has may.
var xzMagic = []byte("\xfd7zXZ\x00")

// ErrXZ is the cause where an archive is compressed with xz.
var ErrXZ = errors.New("it is compressed with xz, which cannot be read here: unpack it with xz -d, or use gzip or zstd")

// IsXZ tells whether what begins like this is compressed with xz; six bytes are enough.
func IsXZ(start []byte) bool { return bytes.HasPrefix(start, xzMagic) }

// maxWindow is how far back a zstd stream may refer, and so the memory it makes the reader take: what zstd(1) itself
// takes without being told.
const maxWindow = 128 << 20

// Decompress tells the compression of a blob by its first bytes and returns what is in it. Several members one
// after the other are one stream, as gzip has it. A blob that is cut off, or has more behind its end, is an error
// of Read. The work is done by a goroutine of its own, which Close ends; Close does not close blob, of which
// nothing is read any more when it returns.
func Decompress(blob io.Reader) (io.ReadCloser, Compression, error) {
	in := bufio.NewReaderSize(blob, 256<<10)
	start, err := in.Peek(len(xzMagic))
	if err != nil && err != io.EOF { //nolint:errorlint // as bufio documents it
		return nil, None, fmt.Errorf("read blob: %w", err)
	}
	switch {
	case IsXZ(start):
		return nil, None, ErrXZ
	case bytes.HasPrefix(start, magic[Gzip]):
		r, err := gzip.NewReader(in)
		if err != nil {
			return nil, Gzip, fmt.Errorf("read gzip: %w", unexpected(err))
		}
		return readAhead(wrapped{r, "read gzip"}), Gzip, nil
	case bytes.HasPrefix(start, magic[Zstd]):
		// One goroutine, ours, is enough.
		r, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, Zstd, fmt.Errorf("read zstd: %w", err)
		}
		return readAhead(wrapped{r.IOReadCloser(), "read zstd"}), Zstd, nil
	}
	return readAhead(io.NopCloser(in)), None, nil
}

// wrapped says in its errors what was being done.
type wrapped struct {
	io.ReadCloser
	what string
}

func (w wrapped) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // the end itself, as io.Reader has it
		err = fmt.Errorf("%s: %w", w.what, err)
	}
	return n, err
}

// Compress returns a writer whose output depends on nothing but what is written, neither on the
// pieces it comes in nor on the number of processors. Close ends the stream and does not close w.
func Compress(w io.Writer, c Compression) (io.WriteCloser, error) {
	switch c {
	case None:
		return nopCloser{w}, nil
	case Gzip:
		return pgzip.NewWriterLevel(w, pgzip.DefaultCompression)
	case Zstd:
		return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedDefault))
	}
	return nil, fmt.Errorf("unknown compression %d", c)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
