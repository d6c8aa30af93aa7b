//go:build linux

package main

import (
	"os"
	"path/filepath"
	"syscall"
)

type inode struct{ device, number uint64 }

// diskUse follows what it finds.
func diskUse(paths []string) (apparent, actual int64, err error) {
	seen := map[inode]bool{}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			return 0, 0, err
		}
		add(path, seen, &apparent, &actual)
	}
	return apparent, actual, nil
}

func add(path string, seen map[inode]bool, apparent, actual *int64) {
	var stat syscall.Stat_t
	if err := syscall.Stat(path, &stat); err != nil {
		return
	}
	id := inode{stat.Dev, stat.Ino}
	if seen[id] {
		return
	}
	seen[id] = true
	if stat.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		*apparent += stat.Size
		*actual += stat.Blocks * 512
		return
	}
	entries, _ := os.ReadDir(path)
	for _, e := range entries {
		add(filepath.Join(path, e.Name()), seen, apparent, actual)
	}
}
