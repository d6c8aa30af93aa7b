//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
)

// delegate writes to the new group what the group above it has to be told.
func delegate(top, below, controller string) error {
	move(top, filepath.Join(top, "rest"))
	dir := filepath.Join(top, below)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return write(filepath.Join(dir, "cgroup.subtree_control"), "+"+controller)
}

func move(from, to string) {
	os.MkdirAll(to, 0o755)
	text, _ := os.ReadFile(filepath.Join(from, "cgroup.procs"))
	for _, pid := range strings.Fields(string(text)) {
		write(filepath.Join(to, "cgroup.procs"), pid)
	}
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
