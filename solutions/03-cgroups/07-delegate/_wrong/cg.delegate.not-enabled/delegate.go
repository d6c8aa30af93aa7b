//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
)

// delegate forgets the plus sign, and drops the error.
func delegate(top, below, controller string) error {
	dir := top
	for _, name := range strings.Split(below, "/") {
		move(dir, filepath.Join(dir, "rest"))
		write(filepath.Join(dir, "cgroup.subtree_control"), controller)
		dir = filepath.Join(dir, name)
		os.MkdirAll(dir, 0o755)
	}
	return nil
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
