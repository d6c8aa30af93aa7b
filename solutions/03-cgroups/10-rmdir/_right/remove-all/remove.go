//go:build linux

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// removeGroup uses os.RemoveAll, which tries rmdir first wherever it comes to a directory.
func removeGroup(group string) error {
	var err error
	for range 200 {
		if err = os.RemoveAll(group); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("%s: %w", busy(group), err)
}

func busy(group string) string {
	found := group
	filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			if text, _ := os.ReadFile(filepath.Join(path, "cgroup.procs")); len(text) > 0 {
				found = path
			}
		}
		return nil
	})
	return found
}
