//go:build linux

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// delegate moves all into one group below the top, before it hands anything down.
func delegate(top, below, controller string) error {
	target := filepath.Join(top, below)
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	way := []string{top}
	for dir := filepath.Dir(target); dir != top; dir = filepath.Dir(dir) {
		way = slices.Insert(way, 1, dir)
	}
	for _, dir := range way {
		move(dir, filepath.Join(top, "others", "all"))
	}
	for _, dir := range way {
		if err := write(filepath.Join(dir, "cgroup.subtree_control"), "+"+controller); err != nil {
			return err
		}
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
