//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"strings"
)

func cleanUp(root string) error {
	b, _ := os.ReadFile("/proc/self/mounts")
	var ps []string
	for _, l := range strings.Split(string(b), "\n") {
		ps = append(ps, strings.Fields(l)[1])
	}
	for _, p := range ps {
		if strings.HasPrefix(p, root) {
			unix.Unmount(p, 0)
		}
	}
	return os.RemoveAll(root)
}
