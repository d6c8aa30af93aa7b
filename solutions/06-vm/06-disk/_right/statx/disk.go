//go:build linux

package main

import (
	"io/fs"
	"os"
	"slices"
	"syscall"
)

// diskUse goes by os.FileInfo, and compares files with each other.
func diskUse(paths []string) (apparent, actual int64, err error) {
	var all []fs.FileInfo
	for _, path := range paths {
		found, err := below(path)
		if err != nil {
			return 0, 0, err
		}
		for _, f := range found {
			if !slices.ContainsFunc(all, func(other fs.FileInfo) bool { return os.SameFile(f, other) }) {
				all = append(all, f)
				apparent += f.Size()
				actual += f.Sys().(*syscall.Stat_t).Blocks * 512
			}
		}
	}
	return apparent, actual, nil
}

func below(path string) (files []fs.FileInfo, err error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().IsRegular() {
		return []fs.FileInfo{info}, err
	}
	if !info.IsDir() {
		return nil, nil
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		more, err := below(path + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, err
}
