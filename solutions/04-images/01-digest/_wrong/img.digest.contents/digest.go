//go:build linux

package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
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
	files := tar.NewReader(content)
	for {
		if _, err := files.Next(); err == io.EOF {
			break
		} else if err != nil {
			return "", "", fmt.Errorf("unpack %s: %w", file, err)
		}
		if _, err := io.Copy(unpacked, files); err != nil {
			return "", "", err
		}
	}
	io.Copy(io.Discard, in)
	return fmt.Sprintf("sha256:%x", packed.Sum(nil)), fmt.Sprintf("sha256:%x", unpacked.Sum(nil)), nil
}

// open returns what is in a blob, which says itself whether it is compressed: gzip begins with these two bytes, and a tar
// with a file's name.
func open(blob *bufio.Reader) (io.Reader, error) {
	if start, err := blob.Peek(2); err != nil || string(start) != "\x1f\x8b" {
		return blob, err
	}
	return gzip.NewReader(blob)
}
