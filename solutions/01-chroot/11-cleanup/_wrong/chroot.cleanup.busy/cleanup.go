//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"strings"
)

func cleanUp(root string) error {
	b, _ := os.ReadFile("/proc/self/mountinfo")
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		p := strings.ReplaceAll(strings.Fields(lines[i])[4], `\040`, " ")
		if p == root || strings.HasPrefix(p, root+"/") {
			unix.Unmount(p, 0)
		}
	}
	return os.RemoveAll(root)
}
