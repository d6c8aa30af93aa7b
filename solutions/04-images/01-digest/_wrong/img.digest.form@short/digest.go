//go:build linux

package main

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strconv"
)

// digests names a layer twice. file is its blob: a tar, most often compressed with gzip. digest is the name of the blob as it
// is, by which manifests ask for it; diffID that of the tar in it, which the image's configuration lists. Both have the form
// "sha256:" and 64 digits of 0-9a-f. The error is for a file that cannot be read or unpacked to its end.
func digests(file string) (digest, diffID string, err error) {
	blob, err := os.Open(file)
	if err != nil {
		return "", "", err
	}
	defer blob.Close()
	packed, unpacked := sha256.New(), sha256.New()
	// What goes by is hashed, so that a layer of a gigabyte is read once and never held in memory.
	in := bufio.NewReader(io.TeeReader(blob, packed))
	content, err := open(in)
	if err != nil {
		return "", "", err
	}
	// A checksum of gzip's own comes last: who does not read to the end has not compared it.
	if _, err := io.Copy(unpacked, content); err != nil {
		return "", "", fmt.Errorf("unpack %s: %w", file, err)
	}
	return written(packed.Sum(nil)), written(unpacked.Sum(nil)), nil
}

func written(sum []byte) string {
	name := "sha256:"
	for _, b := range sum {
		name += strconv.FormatUint(uint64(b), 16)
	}
	return name
}

// open returns what is in a blob, which says itself whether it is compressed: gzip begins with these two bytes, and a tar
// with a file's name.
func open(blob *bufio.Reader) (io.Reader, error) {
	if start, err := blob.Peek(2); err != nil || string(start) != "\x1f\x8b" {
		return blob, err
	}
	return gzip.NewReader(blob)
}
