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

// killAll wants to take the group away as well.
func killAll(group string, version int) error {
	freeze(group, version, true)
	for _, pid := range tree(group) {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	freeze(group, version, false)
	for len(tree(group)) > 0 {
		time.Sleep(time.Millisecond)
	}
	return os.RemoveAll(group)
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

func freeze(group string, version int, on bool) {
	file, word := "cgroup.freeze", map[bool]string{true: "1", false: "0"}[on]
	if version == 1 {
		file, word = "freezer.state", map[bool]string{true: "FROZEN", false: "THAWED"}[on]
	}
	for range 1000 {
		os.WriteFile(filepath.Join(group, file), []byte(word), 0o644)
		state, _ := os.ReadFile(filepath.Join(group, file))
		events, _ := os.ReadFile(filepath.Join(group, "cgroup.events"))
		done := version == 1 || strings.Contains(string(events), "frozen "+word)
		if strings.TrimSpace(string(state)) == word && done {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
