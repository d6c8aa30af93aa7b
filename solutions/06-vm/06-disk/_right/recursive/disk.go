//go:build linux

package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// diskUse reads directories by descriptors.
func diskUse(paths []string) (apparent, actual int64, err error) {
	seen := map[string]int64{}
	sizes := map[string]int64{}
	for _, path := range paths {
		if err := visit(unix.AT_FDCWD, path, seen, sizes); err != nil {
			return 0, 0, err
		}
	}
	for id, blocks := range seen {
		apparent += sizes[id]
		actual += blocks << 9
	}
	return apparent, actual, nil
}

func visit(dir int, name string, seen, sizes map[string]int64) error {
	var s unix.Stat_t
	if err := unix.Fstatat(dir, name, &s, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	switch s.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		id := fmt.Sprint(s.Dev, "/", s.Ino)
		seen[id], sizes[id] = s.Blocks, s.Size
	case unix.S_IFDIR:
		fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		f := os.NewFile(uintptr(fd), name)
		defer f.Close()
		names, err := f.Readdirnames(-1)
		if err != nil {
			return err
		}
		for _, below := range names {
			if err := visit(fd, below, seen, sizes); err != nil {
				return err
			}
		}
	}
	return nil
}
