//go:build linux

package main

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
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
	if real, err := filepath.EvalSymlinks(path); err == nil && !strings.HasPrefix(real, root+"/") {
		return fmt.Errorf("%s leads out", path)
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, data)
	return err
}

// inside follows the symlinks of the parent itself, as inside.
func inside(root, name string) (string, error) {
	dir, base := filepath.Split(filepath.Clean("/" + name))
	at, todo := root, strings.Split(dir, "/")
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if at != root {
				at = filepath.Dir(at)
			}
			continue
		}
		to, err := os.Readlink(filepath.Join(at, part))
		if err != nil {
			at = filepath.Join(at, part)
			continue
		}
		if links++; links > 40 {
			return "", fmt.Errorf("too many symlinks in %s", name)
		}
		if filepath.IsAbs(to) {
			at = root
		}
		todo = append(strings.Split(to, "/"), todo...)
	}
	return filepath.Join(at, base), nil
}
