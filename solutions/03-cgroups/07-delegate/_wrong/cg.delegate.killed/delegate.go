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

// delegate makes room.
func delegate(top, below, controller string) error {
	dir := top
	for _, name := range strings.Split(below, "/") {
		text, _ := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
		for _, word := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(word); err == nil {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		for range 100 {
			if left, _ := os.ReadFile(filepath.Join(dir, "cgroup.procs")); len(left) == 0 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		if err := write(filepath.Join(dir, "cgroup.subtree_control"), "+"+controller); err != nil {
			return err
		}
		dir = filepath.Join(dir, name)
		os.MkdirAll(dir, 0o755)
	}
	return nil
}

func write(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
