// Archives that ADD unpacks: tar, bare or compressed with gzip, zstd or bzip2.
//
// What a file is its first bytes say, not its name. One that is compressed but has no archive in it is a file like
// any other. xz is refused: without a decompressor for it nobody can tell which of the two it is.

package build

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// ErrXZ is the cause where ADD meets what may be an archive, and that cannot be seen.
var ErrXZ = fmt.Errorf("%w; COPY takes the file as it is", layer.ErrXZ)

// peekSize is how much of a file is looked at: enough for a tar's first header to come out of any compression.
const peekSize = 64 << 10

var bzip2Magic = []byte("BZh")

// decompress is what is in a file, whatever it is compressed with. Closing it does not close the file.
func decompress(file io.Reader) (io.ReadCloser, error) {
	r := bufio.NewReaderSize(file, peekSize)
	if magic, _ := r.Peek(len(bzip2Magic)); bytes.Equal(magic, bzip2Magic) {
		return io.NopCloser(bzip2.NewReader(r)), nil
	}
	unpacked, _, err := layer.Decompress(r)
	return unpacked, err
}

// isArchive tells whether an archive is in what follows, without reading any of it away.
func isArchive(r *bufio.Reader) bool {
	head, _ := r.Peek(peekSize) // what there is
	unpacked, err := decompress(bytes.NewReader(head))
	if err != nil {
		return false
	}
	defer unpacked.Close()
	_, err = tar.NewReader(unpacked).Next()
	return err == nil
}

// archives splits a selection: the files that are archives, and the rest, which goes as it is.
func (c *Context) archives(s Selection) (archives []string, rest Selection, err error) {
	s.Ignore = c.Ignore
	found, err := s.find(c.Dir)
	if err != nil {
		return nil, s, err
	}
	rest = s
	rest.Sources = nil
	for _, m := range found {
		is, err := c.isArchive(m.path)
		switch {
		case err != nil:
			return nil, rest, fmt.Errorf("%s: %w", m.path, err)
		case is:
			archives = append(archives, m.path)
		default:
			rest.Sources = append(rest.Sources, quotePattern(m.path))
		}
	}
	return archives, rest, nil
}

func (c *Context) isArchive(name string) (bool, error) {
	if is, err := kindOf(c.Dir, name); is != otherThing {
		return false, err
	}
	file, err := c.open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	r := bufio.NewReaderSize(file, peekSize)
	if magic, _ := r.Peek(peekSize); layer.IsXZ(magic) {
		return false, ErrXZ
	}
	return isArchive(r), nil
}

func (c *Context) open(name string) (*os.File, error) {
	return syscalls.OpenInRoot(c.Dir, name, os.O_RDONLY|unix.O_NONBLOCK) // a FIFO must not have us wait
}

// unpack puts what is in an archive into a workspace. The destination is a directory then, whatever its name.
func (c *Context) unpack(ctx context.Context, name string, w Workspace, put PutRequest) error {
	file, err := c.open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	archive, err := decompress(file)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", name, err)
	}
	defer archive.Close()
	put.Single, put.Several = false, false
	if err := w.Put(ctx, put, archive); err != nil {
		return fmt.Errorf("unpack %s: %w", name, err)
	}
	return nil
}
