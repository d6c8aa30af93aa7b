// Limits of what an archive may ask for.
//
// A few kilobytes of gzip unpack to gigabytes. The sizes stand in the headers, so that an entry which
// is too much is refused before its first byte is written. The headers themselves are limited by archive/tar: no
// extended header, and no list of a sparse file's holes, is read that is longer than a mebibyte (the second since Go 1.24.8).

package layer

import (
	"archive/tar"
	"fmt"
	"io"
)

func (u *unpacker) count(h *tar.Header) error {
	u.done.Entries++
	if u.MaxEntries > 0 && u.done.Entries > u.MaxEntries {
		return fmt.Errorf("more than %d entries", u.MaxEntries)
	}
	// Compared this way round, the sum cannot overflow.
	if u.MaxBytes > 0 && h.Size > u.MaxBytes-u.done.Bytes {
		return fmt.Errorf("files of more than %d bytes together", u.MaxBytes)
	}
	u.done.Bytes += h.Size
	return nil
}

// drain reads what follows the end of an archive: tar fills its last record with zeros, and they are part of the digest.
func (u *unpacker) drain(rest io.Reader) error {
	if u.MaxBytes == 0 {
		_, err := io.CopyBuffer(io.Discard, rest, u.buffer)
		return err
	}
	left := max(u.MaxBytes-u.done.Bytes, 1<<20)
	n, err := io.CopyBuffer(io.Discard, io.LimitReader(rest, left+1), u.buffer)
	if err == nil && n > left {
		err = fmt.Errorf("more than %d bytes behind the end", left)
	}
	return err
}
