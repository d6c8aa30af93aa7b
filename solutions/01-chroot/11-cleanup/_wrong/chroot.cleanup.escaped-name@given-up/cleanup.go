//go:build linux

package main

import (
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// The mount point is taken as it is written.
func cleanUp(root string) error {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for _, line := range slices.Backward(strings.Split(string(text), "\n")) {
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[4], root+"/") {
			if err := unix.Unmount(fields[4], 0); err != nil {
				return err
			}
		}
	}
	return os.Remove(root)
}
