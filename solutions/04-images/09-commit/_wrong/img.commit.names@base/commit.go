//go:build linux

package main

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// commit writes to layer, as a tar, what a container has changed in its image. dir/merged is the container's overlay,
// dir/upper its upper directory; neither is changed. In the tar the marks are those of an image: an
// empty file .wh.NAME for what is deleted, an empty file .wh..wh..opq in a directory that was replaced. Replaced
// directories in upper have the mark user.overlay.opaque.
func commit(dir string, layer io.Writer) error {
	upper := filepath.Join(dir, "upper")
	w := tar.NewWriter(layer)
	err := filepath.WalkDir(upper, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == upper {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return commitEntry(w, upper, path, info)
	})
	if err != nil {
		return fmt.Errorf("commit %s: %w", upper, err)
	}
	return w.Close() // without its end a tar is half a tar
}

// commitEntry writes one entry.
func commitEntry(w *tar.Writer, upper, path string, info fs.FileInfo) error {
	name, err := filepath.Rel(upper, path)
	if err != nil {
		return err
	}
	// The kernel's mark for "deleted" is a character device 0/0. Whoever unpacks a layer may not be able to make
	// a device, nor know what it means.
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && info.Mode()&os.ModeCharDevice != 0 && stat.Rdev == 0 {
		return w.WriteHeader(markHeader(filepath.Join(filepath.Dir(name), ".wh."+filepath.Base(name))))
	}
	target := ""
	if info.Mode()&os.ModeSymlink != 0 {
		if target, err = os.Readlink(path); err != nil {
			return err
		}
	}
	header, err := tar.FileInfoHeader(info, target) // mode, owner and time come along
	if err != nil {
		return err
	}
	header.Name = info.Name()
	if info.IsDir() {
		header.Name += "/"
	}
	if err := w.WriteHeader(header); err != nil {
		return err
	}
	if info.IsDir() && isOpaque(path) {
		return w.WriteHeader(markHeader(filepath.Join(name, ".wh..wh..opq")))
	}
	if info.Mode().IsRegular() {
		return copyContent(w, path)
	}
	return nil
}

func markHeader(name string) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644}
}

func isOpaque(dir string) bool {
	value := make([]byte, 1)
	n, err := unix.Lgetxattr(dir, "user.overlay.opaque", value)
	return err == nil && n == 1 && value[0] == 'y'
}

func copyContent(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}
