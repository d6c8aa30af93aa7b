//go:build linux

package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// load makes of a layer, as it came from a registry, the directory dir. blob is a tar compressed with gzip; digest, of the form
// "sha256:" and 64 digits, is the name under which it was asked for. The directory above dir is there; if dir is, that is an error. After
// an error there are no files that were not there before, and all that was there is as it was.
func load(blob, digest, dir string) error {
	file, err := os.Open(blob)
	if err != nil {
		return err
	}
	defer file.Close()
	// All of it is compared before any of it is believed: an unpacker that meets bytes of a stranger's is late.
	if err := verify(file, digest); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	// A directory under its own name is a whole layer. Until it is one it has another name, beside it, because
	// rename(2) needs the same file system.
	part := filepath.Join(filepath.Dir(dir), ".part")
	if err := os.Mkdir(part, 0o755); err != nil {
		return err
	}
	if err := unpackBlob(file, part); err != nil {
		os.RemoveAll(part)
		return fmt.Errorf("load %s: %w", blob, err)
	}
	if err := os.Rename(part, dir); err != nil {
		return err
	}
	return os.Chmod(dir, 0o755)
}

func verify(blob io.Reader, digest string) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, blob); err != nil {
		return err
	}
	if is := fmt.Sprintf("sha256:%x", hash.Sum(nil)); is != digest {
		return fmt.Errorf("wrong digest: want %s, the blob is %s", digest, is)
	}
	return nil
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
