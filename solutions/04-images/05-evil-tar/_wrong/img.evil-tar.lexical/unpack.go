//go:build linux

package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
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
			return fmt.Errorf("unpack %q: %w", h.Name, err)
		}
	}
}

// inside walks as the kernel would if root were its root, and returns where the path of a directory leads.
func inside(root, name string) (string, error) {
	const most = 40
	at, rest := "/", name
	for links := 0; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		switch part {
		case "", ".":
			continue
		case "..":
			at = path.Dir(at)
			continue
		}
		at = path.Join(at, part)
		target, err := os.Readlink(root + at)
		if err != nil {
			continue
		}
		if links++; links > most {
			return "", errors.New("too many symlinks")
		}
		if at = path.Dir(at); path.IsAbs(target) {
			at = "/"
		}
		rest = path.Clean(target) + "/" + rest
	}
	return root + at, nil
}

func place(root, name string) (string, error) {
	above, base := path.Split(path.Clean("/" + name))
	dir, err := inside(root, above)
	return path.Join(dir, base), err
}

func makeEntry(root string, h *tar.Header, data io.Reader) error {
	to, err := place(root, h.Name)
	if err != nil || to == path.Clean(root) {
		return err
	}
	if err := os.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	if info, err := os.Lstat(to); err == nil {
		if info.IsDir() && h.Typeflag == tar.TypeDir {
			return nil
		}
		if err := os.Remove(to); err != nil {
			return err
		}
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return os.Mkdir(to, 0o755)
	case tar.TypeSymlink:
		return os.Symlink(h.Linkname, to)
	case tar.TypeLink:
		old, err := place(root, h.Linkname)
		if err != nil {
			return err
		}
		return os.Link(old, to)
	}
	text, err := io.ReadAll(data)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, h.FileInfo().Mode().Perm())
}
