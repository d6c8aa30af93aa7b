//go:build linux

package main

import (
	"compress/gzip"
	"crypto/sha256"
	"errors"
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
	hash := sha256.New()
	if _, err := io.Copy(hash, blob); err != nil {
		return "", "", err
	}
	digest = fmt.Sprintf("sha256:%x", hash.Sum(nil))
	if _, err := blob.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	layer, err := gzip.NewReader(blob)
	if errors.Is(err, gzip.ErrHeader) {
		return digest, digest, nil
	}
	if err != nil {
		return "", "", err
	}
	if _, err := io.Copy(hash, layer); err != nil {
		return "", "", err
	}
	return digest, fmt.Sprintf("sha256:%x", hash.Sum(nil)), nil
}
