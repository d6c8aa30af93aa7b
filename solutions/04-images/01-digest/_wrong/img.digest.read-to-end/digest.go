//go:build linux

package main

import (
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
	content, err := io.ReadAll(blob)
	if err != nil {
		return "", "", err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, blob); err != nil {
		return "", "", err
	}
	return fmt.Sprintf("sha256:%x", hash.Sum(nil)), fmt.Sprintf("sha256:%x", sha256.Sum256(content)), nil
}
