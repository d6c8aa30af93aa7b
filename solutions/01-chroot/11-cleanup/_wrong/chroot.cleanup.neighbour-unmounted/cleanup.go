//go:build linux

package main

import (
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// A path that begins with the same letters is taken for one below.
func cleanUp(root string) error {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for _, line := range slices.Backward(strings.Split(string(text), "\n")) {
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[4], root) {
			if err := unix.Unmount(strings.ReplaceAll(fields[4], `\040`, " "), 0); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(root)
}
