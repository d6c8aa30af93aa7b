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

// unpackLayers makes the files of an image in the directory root, which is there and empty. layers are tar files, not compressed,
// in the order in which a manifest lists them: the first one is the base, and each one changes what those before it have made. An
// entry dir/.wh.NAME of a layer says that dir/NAME of the layers before is deleted; it makes no file itself.
func unpackLayers(layers []string, root string) error {
	for _, layer := range layers {
		// A whiteout is about the layers below and never about its own, wherever in the archive it stands. So all of
		// them come first, before there is a file of this layer that they could hit.
		if err := eachEntry(layer, root, hide); err != nil {
			return fmt.Errorf("hide what %s deletes: %w", layer, err)
		}
		if err := eachEntry(layer, root, unpackEntry); err != nil {
			return fmt.Errorf("unpack %s: %w", layer, err)
		}
	}
	return nil
}

func eachEntry(layer, root string, do func(root string, h *tar.Header, data io.Reader) error) error {
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
		if err := do(root, h, entries); err != nil {
			return err
		}
	}
}

const whiteout = ".wh."

func hide(root string, h *tar.Header, _ io.Reader) error {
	name, hides := strings.CutPrefix(filepath.Base(h.Name), whiteout)
	if !hides {
		return nil
	}
	return os.RemoveAll(filepath.Join(root, filepath.Dir(h.Name), name)) // which finds it in order that there is nothing
}

func unpackEntry(root string, h *tar.Header, data io.Reader) error {
	if strings.HasPrefix(filepath.Base(h.Name), whiteout) {
		return nil
	}
	path := filepath.Join(root, h.Name)
	if info, err := os.Lstat(path); err == nil && !(info.IsDir() && h.Typeflag == tar.TypeDir) && !(info.Mode().IsRegular() && h.Typeflag == tar.TypeReg) {
		// A new file takes the place of an old one. To write into the old one would follow a symlink, and change
		// whatever shares its inode.
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return os.MkdirAll(path, h.FileInfo().Mode().Perm())
	case tar.TypeSymlink:
		return os.Symlink(h.Linkname, path)
	}
	return writeFile(path, h.FileInfo().Mode().Perm(), data)
}

func writeFile(path string, mode os.FileMode, data io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, data)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
