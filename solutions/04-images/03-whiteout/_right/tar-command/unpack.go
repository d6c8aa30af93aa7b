//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// With the tar of the machine, which is no container tool, into a directory of its own for each layer.
func unpackLayers(layers []string, root string) error {
	for _, layer := range layers {
		names, err := exec.Command("tar", "-tf", layer).Output()
		if err != nil {
			return err
		}
		for _, name := range strings.Fields(string(names)) {
			if rest, ok := strings.CutPrefix(filepath.Base(name), ".wh."); ok {
				os.RemoveAll(filepath.Join(root, filepath.Dir(name), rest))
			}
		}
		for _, name := range strings.Fields(string(names)) {
			old, err := os.Lstat(filepath.Join(root, name))
			if err == nil && old.IsDir() != strings.HasSuffix(name, "/") {
				os.RemoveAll(filepath.Join(root, name))
			}
		}
		unpack := exec.Command("tar", "-C", root, "--no-same-owner", "--exclude=.wh.*", "-xf", layer)
		unpack.Stderr = os.Stderr
		if err := unpack.Run(); err != nil {
			return err
		}
	}
	return nil
}
