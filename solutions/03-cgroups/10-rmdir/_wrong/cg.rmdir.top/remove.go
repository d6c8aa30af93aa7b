//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
)

// removeGroup takes away what is below, and forgets the group.
func removeGroup(group string) error {
	for _, g := range groups(group) {
		if g == group {
			continue
		}
		if err := os.Remove(g); err != nil {
			return err
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
