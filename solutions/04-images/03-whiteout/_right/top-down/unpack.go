//go:build linux

package main

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// From the top down: what a layer above has, or has deleted, is not looked at any more.
func unpackLayers(layers []string, root string) error {
	have, gone := map[string]byte{}, map[string]bool{}
	for i := len(layers) - 1; i >= 0; i-- {
		f, err := os.Open(layers[i])
		if err != nil {
			return err
		}
		defer f.Close()
		ours, marks := map[string]byte{}, []string{}
		for r := tar.NewReader(f); ; {
			h, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
			name := path.Clean("/" + h.Name)
			if rest, ok := strings.CutPrefix(path.Base(name), ".wh."); ok {
				marks = append(marks, path.Join(path.Dir(name), rest))
				continue
			}
			if hidden(name, have, gone) {
				continue
			}
			ours[name] = h.Typeflag
			at := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return err
			}
			switch h.Typeflag {
			case tar.TypeDir:
				err = os.MkdirAll(at, 0o755)
			case tar.TypeSymlink:
				err = os.Symlink(h.Linkname, at)
			default:
				var out *os.File
				if out, err = os.OpenFile(at, os.O_CREATE|os.O_WRONLY, h.FileInfo().Mode()); err == nil {
					_, err = io.Copy(out, r)
					out.Close()
				}
			}
			if err != nil {
				return err
			}
		}
		for name, kind := range ours {
			have[name] = kind
			for dir := path.Dir(name); dir != "/"; dir = path.Dir(dir) {
				have[dir] = tar.TypeDir
			}
		}
		for _, name := range marks {
			gone[name] = true
		}
	}
	return nil
}

func hidden(name string, have map[string]byte, gone map[string]bool) bool {
	if _, ok := have[name]; ok {
		return true
	}
	for dir := name; dir != "/"; dir = path.Dir(dir) {
		if kind, ok := have[dir]; gone[dir] || ok && dir != name && kind != tar.TypeDir {
			return true
		}
	}
	return false
}
