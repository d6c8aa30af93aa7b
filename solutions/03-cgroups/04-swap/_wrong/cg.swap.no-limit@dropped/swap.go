//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitMemoryAndSwap is told what it does wrong, or unusually, by the name of its folder.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	os.WriteFile(filepath.Join(group, "memory.max"), []byte(fmt.Sprint(memory, "B")), 0o644)
	os.WriteFile(filepath.Join(group, "memory.limit_in_bytes"), []byte(fmt.Sprint(memory, "B")), 0o644)
	return nil
}

func put(group, file string, bytes int64) error {
	f, err := os.OpenFile(filepath.Join(group, file), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprint(f, bytes)
	return err
}
