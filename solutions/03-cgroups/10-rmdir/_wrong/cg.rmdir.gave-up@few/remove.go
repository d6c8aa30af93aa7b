//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// removeGroup tries five times, which is soon over.
func removeGroup(group string) error {
	var failed error
	for range 5 {
		failed = nil
		for _, g := range groups(group) {
			if err := os.Remove(g); err != nil {
				failed = err
			}
		}
		if failed == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return failed
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
