//go:build linux

package main

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// One pass with a list of the layer's own paths: the mark removes what is not in it.
func addLayer(layer, root string) error {
	text, err := os.ReadFile(layer)
	if err != nil {
		return err
	}
	own := map[string]bool{root: true}
	for r := tar.NewReader(bytes.NewReader(text)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		path := filepath.Join(root, h.Name)
		dir, base := filepath.Split(path)
		dir = strings.TrimSuffix(dir, "/")
		if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
			os.Remove(dir)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		for d := dir; len(d) > len(root); d = filepath.Dir(d) {
			own[d] = true
		}
		if base == ".wh..wh..opq" {
			var foreign []string
			filepath.Walk(dir, func(p string, _ os.FileInfo, err error) error {
				if err == nil && p != dir && !own[p] {
					foreign = append(foreign, p)
				}
				return nil
			})
			for _, p := range foreign {
				os.RemoveAll(p)
			}
			continue
		}
		own[path] = true
		info, err := os.Lstat(path)
		if err == nil && !(info.IsDir() && h.Typeflag == tar.TypeDir) {
			os.RemoveAll(path)
		}
		switch h.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(path, 0o755)
		case tar.TypeSymlink:
			err = os.Symlink(h.Linkname, path)
		default:
			data, _ := io.ReadAll(r)
			err = os.WriteFile(path, data, os.FileMode(h.Mode))
		}
		if err != nil {
			return err
		}
	}
}
