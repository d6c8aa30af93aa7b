//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
)

// removeGroup goes through the list from the top as well, and finds it gone.
func removeGroup(group string) error {
	for _, g := range groups(group) {
		if err := os.Remove(g); err != nil {
			return err
		}
	}
	return os.Remove(group)
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
