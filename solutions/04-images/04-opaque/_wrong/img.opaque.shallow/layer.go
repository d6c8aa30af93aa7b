//go:build linux

package main

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// addLayer puts one layer, a tar that is not compressed, on top of the files of the directory root. An entry dir/.wh..wh..opq makes
// the directory dir opaque: all that the layers before have in it is deleted, whatever it is called. The directory itself stays, and so
// does all that this layer has in it; the entry makes no file.
func addLayer(layer, root string) error {
	// The mark may stand anywhere in the archive, and is not about the layer's own files. Before the first of them is made
	// there are only those of the layers before.
	if err := eachOf(layer, root, empty); err != nil {
		return err
	}
	return eachOf(layer, root, add)
}

func eachOf(layer, root string, do func(path string, h *tar.Header, data io.Reader) error) error {
	file, err := os.Open(layer)
	if err != nil {
		return err
	}
	defer file.Close()
	for entries := tar.NewReader(file); ; {
		h, err := entries.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(filepath.Join(root, h.Name), h, entries); err != nil {
			return err
		}
	}
}

const opaque = ".wh..wh..opq"

func empty(path string, _ *tar.Header, _ io.Reader) error {
	if filepath.Base(path) != opaque {
		return nil
	}
	dir := filepath.Dir(path)
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil // a symlink, say, in whose place this layer has a directory: what it leads to is not in that one
	}
	old, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range old {
		if !e.IsDir() {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return nil
}

func add(path string, h *tar.Header, data io.Reader) error {
	if filepath.Base(path) == opaque {
		return os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if info, err := os.Lstat(path); err == nil && !(info.IsDir() && h.Typeflag == tar.TypeDir) {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return os.MkdirAll(path, 0o755)
	case tar.TypeSymlink:
		return os.Symlink(h.Linkname, path)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, h.FileInfo().Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(file, data)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
