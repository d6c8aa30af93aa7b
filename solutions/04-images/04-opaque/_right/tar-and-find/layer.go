//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The machine's tar lists and unpacks; find empties.
func addLayer(layer, root string) error {
	out, err := exec.Command("tar", "-tf", layer).Output()
	if err != nil {
		return err
	}
	names := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, name := range names {
		if filepath.Base(name) != ".wh..wh..opq" {
			continue
		}
		dir := filepath.Join(root, filepath.Dir(name))
		if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
			os.Remove(dir)
		}
		os.MkdirAll(dir, 0o755)
		if err := exec.Command("find", dir, "-mindepth", "1", "-delete").Run(); err != nil {
			return err
		}
	}
	for _, name := range names {
		path := filepath.Join(root, name)
		if info, err := os.Lstat(path); err == nil && !info.IsDir() {
			os.Remove(path)
		}
	}
	return exec.Command("tar", "-C", root, "--no-same-owner", "--exclude=.wh..wh..opq", "-xf", layer).Run()
}
