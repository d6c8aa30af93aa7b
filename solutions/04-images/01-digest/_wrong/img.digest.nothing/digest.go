//go:build linux

package main

import (
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

func digests(file string) (digest, diffID string, err error) {
	blob, err := os.Open(file)
	if err != nil {
		return "", "", err
	}
	defer blob.Close()
	packed, unpacked := sha256.New(), sha256.New()
	if _, err := io.Copy(packed, blob); err != nil {
		return "", "", err
	}
	content, err := gzip.NewReader(blob) // which is at its end
	if err != nil {
		return "", "", err
	}
	if _, err := io.Copy(unpacked, content); err != nil {
		return "", "", err
	}
	return fmt.Sprintf("sha256:%x", packed.Sum(nil)), fmt.Sprintf("sha256:%x", unpacked.Sum(nil)), nil
}
