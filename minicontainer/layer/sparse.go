// Holes: blocks of zeros take no space on the disk.
//
// A sparse file in an archive is read with its holes filled. Any block of zeros is made a hole
// again, whether the archive knew of one or not: ten gigabytes of zeros, which are ten megabytes of gzip, are
// an old trick to fill a disk.

package layer

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// blockSize is that of the usual file systems: less than a block cannot be a hole.
const blockSize = 4096

var zeros [blockSize]byte

// write writes size bytes of data to a new file.
func (u *unpacker) write(fd int, data io.Reader, size int64) error {
	end := int64(0) // of what has been written
	for at := int64(0); at < size; {
		n, err := io.ReadFull(data, u.buffer[:min(size-at, int64(len(u.buffer)))])
		if err != nil {
			return fmt.Errorf("read content: %w", unexpected(err))
		}
		if end, err = writeBlocks(fd, u.buffer[:n], at, end); err != nil {
			return fmt.Errorf("write content: %w", err)
		}
		at += int64(n)
	}
	if end < size {
		return unix.Ftruncate(fd, size)
	}
	return nil
}

// writeBlocks writes what is not zeros, each run of blocks in one call.
func writeBlocks(fd int, data []byte, at, end int64) (int64, error) {
	for len(data) > 0 {
		run := runOf(data)
		if !isHole(data[:min(blockSize, len(data))]) {
			if err := writeAll(fd, data[:run], at); err != nil {
				return end, err
			}
			end = at + int64(run)
		}
		data, at = data[run:], at+int64(run)
	}
	return end, nil
}

// runOf is how far the blocks at the beginning of data are of one kind.
func runOf(data []byte) int {
	first := isHole(data[:min(blockSize, len(data))])
	run := blockSize
	for run < len(data) && isHole(data[run:min(run+blockSize, len(data))]) == first {
		run += blockSize
	}
	return min(run, len(data))
}

func isHole(block []byte) bool { return bytes.Equal(block, zeros[:len(block)]) }

func writeAll(fd int, data []byte, at int64) error {
	for len(data) > 0 {
		n, err := unix.Pwrite(fd, data, at)
		if err != nil && !errors.Is(err, unix.EINTR) {
			return err
		}
		data, at = data[max(n, 0):], at+int64(max(n, 0))
	}
	return nil
}

// unexpected: the end of the archive is not the end of a file.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
