//go:build linux

package main

import (
	"archive/tar"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// load makes of a layer, as it came from a registry, the directory dir. blob is a tar compressed with gzip; digest, of the form
// "sha256:" and 64 digits, is the name under which it was asked for. The directory above dir is there; if dir is, that is an error. After
// an error there are no files that were not there before, and all that was there is as it was.
func load(blob, digest, dir string) error {
	if _, err := os.Lstat(dir); err == nil {
		return fmt.Errorf("load into %s: it is there already", dir)
	}
	file, err := os.Open(blob)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	// A directory under its own name is a whole layer. Until it is one it has another name, beside it, because
	// rename(2) needs the same file system.
	part, err := os.MkdirTemp(filepath.Dir(dir), ".part-")
	if err != nil {
		return err
	}
	if err = unpackBlob(file, part); err == nil {
		err = os.Rename(part, dir)
	}
	if err != nil {
		os.RemoveAll(part)
		return fmt.Errorf("load %s: %w", blob, err)
	}
	return os.Chmod(dir, 0o755)
}

func unpackBlob(blob io.Reader, dir string) error {
	layer, err := gzip.NewReader(blob)
	if err != nil {
		return err
	}
	for entries := tar.NewReader(layer); ; {
		h, err := entries.Next()
		if err == io.EOF {
			_, err = io.Copy(io.Discard, layer) // to where gzip compares its checksum
			return err
		}
		if err != nil {
			return err
		}
		if err := makeFile(dir, h, entries); err != nil {
			return fmt.Errorf("unpack %s: %w", h.Name, err)
		}
	}
}

func makeFile(dir string, h *tar.Header, data io.Reader) error {
	path := filepath.Join(dir, filepath.Clean("/"+h.Name))
	if h.Typeflag == tar.TypeDir {
		return os.MkdirAll(path, 0o755)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
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
