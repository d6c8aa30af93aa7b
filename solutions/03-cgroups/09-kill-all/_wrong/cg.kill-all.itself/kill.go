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

// killAll takes what follows the last line for a number.
func killAll(group string, version int) error {
	freeze(group, version, true)
	filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			text, _ := os.ReadFile(filepath.Join(path, "cgroup.procs"))
			for _, line := range strings.Split(string(text), "\n") {
				pid, _ := strconv.Atoi(line)
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		return nil
	})
	freeze(group, version, false)
	return nil
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
