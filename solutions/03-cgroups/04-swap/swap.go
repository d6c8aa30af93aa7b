//go:build linux

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// limitMemoryAndSwap sets the limits of a control group of that version: its processes may have memory bytes in memory,
// and swap bytes more in swap. swap may be 0, which means none. It may be called again for
// the same group, with higher or lower numbers. A kernel that does not count swap has no file for it: that is an error.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	if version == 2 {
		// Two limits that know nothing of each other.
		return errors.Join(
			setBytes(filepath.Join(group, "memory.max"), memory),
			setBytes(filepath.Join(group, "memory.swap.max"), swap))
	}
	// Version 1 limits memory, and memory and swap together; "together" is never the lower one, not even between
	// two writes. So on the way up it goes first, and on the way down last: one order is always refused, except where
	// both will do.
	alone, together := filepath.Join(group, "memory.limit_in_bytes"), filepath.Join(group, "memory.memsw.limit_in_bytes")
	err := setBytes(alone, memory)
	if errors.Is(err, syscall.EINVAL) {
		return errors.Join(setBytes(together, memory+swap), setBytes(alone, memory))
	}
	return errors.Join(err, setBytes(together, memory+swap))
}

// setBytes writes a number to a file that is there.
func setBytes(file string, bytes int64) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(strconv.FormatInt(bytes, 10))
	return err
}
