//go:build linux

package main

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func unpack(layer, root string) error {
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
		if err := makeEntry(root, h, entries); err != nil {
			return fmt.Errorf("unpack %s: %w", h.Name, err)
		}
	}
}

func makeEntry(root string, h *tar.Header, data io.Reader) error {
	path, err := inside(root, h.Name)
	if err != nil || path == root {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	mode := h.FileInfo().Mode().Perm()
	switch h.Typeflag {
	case tar.TypeDir:
		if info, err := os.Lstat(path); err == nil && !info.IsDir() {
			os.Remove(path)
		}
		if err := os.MkdirAll(path, mode); err != nil {
			return err
		}
		return os.Chmod(path, mode)
	case tar.TypeSymlink:
		return os.Symlink(h.Linkname, path)
	case tar.TypeLink:
		old, err := inside(root, h.Linkname)
		if err != nil {
			return err
		}
		return os.Link(old, path)
	}
	os.Remove(path)
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, data)
	return err
}

func inside(root, name string) (string, error) {
	path := filepath.Join(root, filepath.Clean("/"+name))
	for dir := filepath.Dir(path); dir != root && dir != "/" && path != root; dir = filepath.Dir(dir) {
		if info, err := os.Lstat(dir); err == nil && info.Mode()&os.ModeSymlink != 0 {
			return "", fmt.Errorf("%s is a symlink", dir)
		}
	}
	return path, nil
}
