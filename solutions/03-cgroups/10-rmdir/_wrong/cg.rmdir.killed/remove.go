//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// removeGroup makes room.
func removeGroup(group string) error {
	for range 200 {
		var failed error
		for _, g := range groups(group) {
			text, _ := os.ReadFile(filepath.Join(g, "cgroup.procs"))
			for _, word := range strings.Fields(string(text)) {
				if pid, err := strconv.Atoi(word); err == nil {
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
			if err := os.Remove(g); err != nil {
				failed = err
			}
		}
		if failed == nil {
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
