package layer

import (
	"bufio"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/opencontainers/go-digest"
)

// Written is what Write has written.
type Written struct {
	Digest   digest.Digest // of the blob
	DiffID   digest.Digest // of the archive in it
	Size     int64         // of the blob
	Unpacked int64         // of the archive
}

// Write compresses what pack writes into blob, and computes both digests on the way. After an error blob
// holds a part, to be thrown away.
func Write(blob io.Writer, c Compression, pack func(archive io.Writer) error) (Written, error) {
	outside := &counter{to: blob, hash: digest.Canonical.Hash()}
	compressor, err := Compress(outside, c)
	if err != nil {
		return Written{}, err
	}
	inside := &counter{to: compressor, hash: digest.Canonical.Hash()}
	// An archive is written in headers of 512 bytes.
	buffer := bufio.NewWriterSize(inside, 256<<10)
	if err := errors.Join(pack(buffer), buffer.Flush()); err != nil {
		compressor.Close() //nolint:errcheck // for its goroutines to end; the first error counts
		return Written{}, err
	}
	if err := compressor.Close(); err != nil {
		return Written{}, fmt.Errorf("compress: %w", err)
	}
	return Written{outside.digest(), inside.digest(), outside.size, inside.size}, nil
}

// counter counts and hashes what goes through.
type counter struct {
	to   io.Writer
	hash hash.Hash
	size int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.hash.Write(p[:n]) //nolint:errcheck // never fails
	c.size += int64(n)
	return n, err
}

func (c *counter) digest() digest.Digest { return digest.NewDigest(digest.Canonical, c.hash) }
