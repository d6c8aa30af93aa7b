//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
)

// delegate tells the top alone.
func delegate(top, below, controller string) error {
	move(top, filepath.Join(top, "rest"))
	if err := write(filepath.Join(top, "cgroup.subtree_control"), "+"+controller); err != nil {
		return err
	}
	return os.MkdirAll(filepath.Join(top, below), 0o755)
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
