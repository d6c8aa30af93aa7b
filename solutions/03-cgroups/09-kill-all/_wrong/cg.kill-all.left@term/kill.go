//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// killAll asks politely, and some do not listen to that.
func killAll(group string, _ int) error {
	for _, pid := range tree(group) {
		syscall.Kill(pid, syscall.SIGTERM)
	}
	return nil
}

func tree(group string) []int {
	var pids []int
	filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			pids = append(pids, numbers(path)...)
		}
		return nil
	})
	return pids
}

func numbers(dir string) []int {
	text, _ := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
	var pids []int
	for _, word := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(word); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
