//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
)

// removeGroup finds the groups by a pattern.
func removeGroup(group string) error {
	for _, pattern := range []string{"*/*", "*", ""} {
		found, err := filepath.Glob(group + strings.ReplaceAll(pattern, "*/*", "/*/*"))
		if err != nil {
			return err
		}
		more, _ := filepath.Glob(group + "*/*")
		for _, g := range append(found, more...) {
			if info, err := os.Stat(g); err == nil && info.IsDir() {
				os.Remove(g)
			}
		}
	}
	return nil
}
