//go:build linux

package main

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// One pass: a list of what this layer has made keeps its whiteouts from it.
func unpackLayers(layers []string, root string) error {
	for _, layer := range layers {
		if err := apply(layer, root); err != nil {
			return err
		}
	}
	return nil
}

func apply(layer, root string) error {
	f, err := os.Open(layer)
	if err != nil {
		return err
	}
	defer f.Close()
	own := map[string]bool{}
	r := tar.NewReader(f)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		name := path.Clean("/" + h.Name)
		at := filepath.Join(root, name)
		if gone, ok := strings.CutPrefix(path.Base(name), ".wh."); ok {
			removeForeign(filepath.Join(filepath.Dir(at), gone), own)
			continue
		}
		os.MkdirAll(filepath.Dir(at), 0o755)
		for dir := at; dir != root && dir != "/"; dir = filepath.Dir(dir) {
			own[dir] = true
		}
		info, err := os.Lstat(at)
		if err == nil && (!info.IsDir() || h.Typeflag != tar.TypeDir) {
			os.RemoveAll(at)
		}
		switch h.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(at, fs.FileMode(h.Mode))
		case tar.TypeSymlink:
			err = os.Symlink(h.Linkname, at)
		default:
			var text []byte
			if text, err = io.ReadAll(r); err == nil {
				err = os.WriteFile(at, text, fs.FileMode(h.Mode))
			}
		}
		if err != nil {
			return err
		}
	}
}

// removeForeign removes what is not this layer's, the deepest first.
func removeForeign(at string, own map[string]bool) {
	if entries, err := os.ReadDir(at); err == nil {
		if info, err := os.Lstat(at); err == nil && info.IsDir() {
			for _, e := range entries {
				removeForeign(filepath.Join(at, e.Name()), own)
			}
		}
	}
	if !own[at] {
		os.Remove(at)
	}
}
