//go:build linux

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// removeGroup has an error of its own, which knows less.
func removeGroup(group string) error {
	for range 200 {
		left := ""
		for _, g := range groups(group) {
			if err := os.Remove(g); err != nil {
				left = g
			}
		}
		if left == "" {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("could not remove the group")
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
