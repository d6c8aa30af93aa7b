//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// limitMemoryAndSwap is told what it does wrong, or unusually, by the name of its folder.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	current := int64(1) << 62
	if text, err := os.ReadFile(filepath.Join(group, map[int]string{1: "memory.limit_in_bytes", 2: "memory.max"}[version])); err == nil {
		fmt.Sscan(string(text), &current)
	}
	unlimited := current > 1<<60
	if version == 2 {
		if !unlimited && memory < current {
			return syscall.EINVAL
		}
		return errors.Join(put(group, "memory.max", memory), put(group, "memory.swap.max", swap))
	}
	if unlimited {
		return errors.Join(put(group, "memory.limit_in_bytes", memory), put(group, "memory.memsw.limit_in_bytes", memory+swap))
	}
	// Both together go first, as they do when a limit is raised.
	if err := put(group, "memory.memsw.limit_in_bytes", memory+swap); err != nil {
		return err
	}
	return put(group, "memory.limit_in_bytes", memory)
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
