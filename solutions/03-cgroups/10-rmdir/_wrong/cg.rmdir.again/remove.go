//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// removeGroup wants the group to be there.
func removeGroup(group string) error {
	if _, err := os.Stat(group); err != nil {
		return err
	}
	for range 200 {
		left := ""
		var failed error
		for _, g := range groups(group) {
			if err := os.Remove(g); err != nil && failed == nil {
				left, failed = g, err
			}
		}
		if left == "" {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
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
