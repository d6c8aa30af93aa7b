//go:build linux

package main

import "errors"

// limitMemoryAndSwap sets the limits of a control group of that version: its processes may have memory bytes in memory,
// and swap bytes more in swap. swap may be 0, which means none. It may be called again for
// the same group, with higher or lower numbers. A kernel that does not count swap has no file for it: that is an error.
func limitMemoryAndSwap(version int, group string, memory, swap int64) error {
	// TODO: write both limits.
	return errors.New("limitMemoryAndSwap is not written yet")
}
