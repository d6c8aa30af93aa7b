//go:build linux

package main

import (
	"bytes"
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
	in, err := gzip.NewReader(blob)
	if err != nil {
		return "", "", err
	}
	layer, err := io.ReadAll(in)
	if err != nil {
		return "", "", err
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(layer)
	w.Close()
	return fmt.Sprintf("sha256:%x", sha256.Sum256(out.Bytes())), fmt.Sprintf("sha256:%x", sha256.Sum256(layer)), nil
}
