//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
)

// removeGroup deletes what is in the directory first.
func removeGroup(group string) error {
	err := filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	return os.Remove(group)
}
