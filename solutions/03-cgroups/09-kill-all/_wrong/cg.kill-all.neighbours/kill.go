//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// killAll looks through /proc for paths that begin like the group's.
func killAll(group string, version int) error {
	name := filepath.Base(group)
	freeze(group, version, true)
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		text, _ := os.ReadFile(filepath.Join(dir, "cgroup"))
		if !strings.Contains(string(text), ":/"+name) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
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
