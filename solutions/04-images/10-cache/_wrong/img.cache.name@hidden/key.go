//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// stepKey names a step of a build, COPY for example: a step with the same key has been done before, and its
// layer is taken from the cache. parent is the key of the step before, instruction the line of the Dockerfile, src the
// directory that it copies. The key is a word without spaces. It is the same exactly when all that
// decides what comes out is the same.
func stepKey(parent, instruction, src string) (string, error) {
	sum := sha256.New()
	// %q puts a border around each part: without it "ab" and "c" are "a" and "bc".
	fmt.Fprintf(sum, "%q %q\n", parent, instruction)
	// WalkDir goes in the order of the names, whatever the disk's order is.
	err := filepath.WalkDir(src, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(src, path) // where src itself is does not matter
		if err != nil {
			return err
		}
		if name != "." && strings.HasPrefix(e.Name(), ".") {
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		content, err := contentOf(path, info)
		if err != nil {
			return err
		}
		// Not the time: a fresh clone has another one for each file.
		fmt.Fprintf(sum, "%q %s %x\n", name, info.Mode(), sha256.Sum256(content))
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("name the step %s: %w", instruction, err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// contentOf is what a file says, and for a symbolic link where it leads: what is there may not be ours.
func contentOf(path string, info fs.FileInfo) ([]byte, error) {
	switch {
	case info.Mode().IsRegular():
		return os.ReadFile(path)
	case info.Mode()&os.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return []byte(target), err
	}
	return nil, nil
}
