//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"os"
)

func digests(file string) (digest, diffID string, err error) {
	blob, err := os.ReadFile(file)
	name := fmt.Sprintf("sha256:%x", sha256.Sum256(blob))
	return name, name, err
}
