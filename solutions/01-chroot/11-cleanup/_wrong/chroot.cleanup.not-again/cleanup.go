//go:build linux

package main

import (
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// A root that is gone is thought to be a mistake of the caller's.
func cleanUp(root string) error {
	if _, err := os.Stat(root); err != nil {
		return err
	}
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for _, line := range slices.Backward(strings.Split(string(text), "\n")) {
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[4], root+"/") {
			if err := unix.Unmount(strings.ReplaceAll(fields[4], `\040`, " "), 0); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(root)
}
