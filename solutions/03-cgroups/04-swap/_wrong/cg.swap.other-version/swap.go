//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// limitMemoryAndSwap is told what it does wrong, or unusually, by the name of its folder.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	if version == 1 {
		return errors.Join(put(group, "memory.max", memory), put(group, "memory.swap.max", swap))
	}
	return errors.Join(put(group, "memory.limit_in_bytes", memory), put(group, "memory.memsw.limit_in_bytes", memory+swap))
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
