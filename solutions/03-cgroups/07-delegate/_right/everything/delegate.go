//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// delegate hands down whatever there is, and looks whether the controller came.
func delegate(top, below, controller string) error {
	dir := top
	for _, name := range strings.Split(below, "/") {
		move(dir, filepath.Join(dir, "rest"))
		text, err := os.ReadFile(filepath.Join(dir, "cgroup.controllers"))
		if err != nil {
			return err
		}
		for _, c := range strings.Fields(string(text)) {
			write(filepath.Join(dir, "cgroup.subtree_control"), "+"+c)
		}
		dir = filepath.Join(dir, name)
		os.MkdirAll(dir, 0o755)
	}
	text, err := os.ReadFile(filepath.Join(dir, "cgroup.controllers"))
	if !strings.Contains(" "+strings.TrimSpace(string(text))+" ", " "+controller+" ") {
		return fmt.Errorf("no %s in %s: %w", controller, dir, err)
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
