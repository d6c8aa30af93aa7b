//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// removeGroup does not give up.
func removeGroup(group string) error {
	for _, g := range groups(group) {
		for os.Remove(g) != nil {
			time.Sleep(10 * time.Millisecond)
		}
	}
	return nil
}

func groups(group string) []string {
	var found []string
	filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			found = append([]string{path}, found...)
		}
		return nil
	})
	return found
}
