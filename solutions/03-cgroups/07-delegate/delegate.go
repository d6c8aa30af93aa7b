//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// delegate goes down level by level: a group has what the group above hands down, and hands down no more than it has. So
// each group on the way has to be told, by its cgroup.subtree_control, and the new one not: it hands nothing down.
func delegate(top, below, controller string) error {
	dir := top
	for _, name := range strings.Split(filepath.Clean(below), "/") {
		if err := handDown(dir, controller); err != nil {
			return err
		}
		dir = filepath.Join(dir, name)
		if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// handDown makes room where it must. Processes of a group and groups below it would compete for the same memory, and the kernel
// has no rule for that: so a group has either the one or the other, and says EBUSY. What is in it goes to a leaf, a group
// below without groups of its own. Somebody may fork meanwhile: then once more.
func handDown(dir, controller string) error {
	const rounds = 100
	for range rounds {
		err := writeThere(filepath.Join(dir, "cgroup.subtree_control"), "+"+controller)
		if !errors.Is(err, syscall.EBUSY) {
			return err
		}
		if err := moveAll(dir, filepath.Join(dir, "leaf")); err != nil {
			return err
		}
	}
	return fmt.Errorf("hand %s down from %s: its processes fork faster than they can be moved", controller, dir)
}

func moveAll(from, to string) error {
	if err := os.Mkdir(to, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	text, err := os.ReadFile(filepath.Join(from, "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, pid := range strings.Fields(string(text)) {
		err := writeThere(filepath.Join(to, "cgroup.procs"), pid)
		if err != nil && !errors.Is(err, syscall.ESRCH) { // it has ended
			return err
		}
	}
	return nil
}

// writeThere is os.WriteFile that creates nothing: of a file that is not there that one says EACCES.
func writeThere(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
