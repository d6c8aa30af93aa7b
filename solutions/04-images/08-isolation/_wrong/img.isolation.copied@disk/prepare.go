//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A copy of the image in memory for each container.
func prepare(layers []string, dir string) error {
	if err := os.Mkdir(dir+"/root", 0o755); err != nil {
		return err
	}
	if err := unix.Mount("root", dir+"/root", "tmpfs", 0, ""); err != nil {
		return err
	}
	for _, layer := range layers {
		err := filepath.WalkDir(layer, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			to := dir + "/root" + path[len(layer):]
			if e.IsDir() {
				return os.MkdirAll(to, 0o755)
			}
			os.Remove(to)
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(to, text, 0o644)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
