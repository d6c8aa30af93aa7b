//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
)

func digests(file string) (digest, diffID string, err error) {
	name := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(filepath.Base(file))))
	return name, name, nil
}
