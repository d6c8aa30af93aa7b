//go:build linux

package main

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// From the first mount to the last: the lower one is in use by the upper one.
func cleanUp(root string) error {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[4], root+"/") {
			if err := unix.Unmount(strings.ReplaceAll(fields[4], `\040`, " "), 0); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(root)
}
