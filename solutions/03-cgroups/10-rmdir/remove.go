//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// removeGroup uses rmdir(2) and nothing else. The files in a group are the kernel's and go with it: who wants to empty the
// directory first, as `rm -r` does, fails at the first of them. Groups below are no files: they go first.
func removeGroup(group string) error {
	var groups []string
	err := filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			groups = append(groups, path)
		}
		return except(err, fs.ErrNotExist)
	})
	if err != nil {
		return fmt.Errorf("list control groups: %w", err)
	}
	slices.Reverse(groups)
	deadline := time.Now().Add(2 * time.Second)
	for _, g := range groups {
		if err := removeOne(g, deadline); err != nil {
			return err
		}
	}
	return nil
}

// removeOne tries again as long as somebody is in the group. A process that was killed is there until it has ended, and who
// kills it is told before that.
func removeOne(group string, deadline time.Time) error {
	for {
		err := os.Remove(group) // rmdir(2), for a directory
		if !errors.Is(err, syscall.EBUSY) || time.Now().After(deadline) {
			return except(err, fs.ErrNotExist)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func except(err, what error) error {
	if errors.Is(err, what) {
		return nil
	}
	return err
}
