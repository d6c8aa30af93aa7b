//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// removeGroup goes down first.
func removeGroup(group string) error { return removeUntil(group, time.Now().Add(3*time.Second)) }

func removeUntil(group string, end time.Time) error {
	entries, err := os.ReadDir(group)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := removeUntil(filepath.Join(group, e.Name()), end); err != nil {
				return err
			}
		}
	}
	for {
		err := syscall.Rmdir(group)
		switch {
		case err == nil, err == syscall.ENOENT:
			return nil
		case err != syscall.EBUSY, time.Now().After(end):
			return fmt.Errorf("rmdir %s: %w", group, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
