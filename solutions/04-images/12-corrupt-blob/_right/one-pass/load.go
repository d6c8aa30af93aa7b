//go:build linux

package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// One pass, straight into dir, which is ours as soon as Mkdir has made it.
func load(blob, digest, dir string) (err error) {
	in, err := os.Open(blob)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	hash := sha256.New()
	all := io.TeeReader(in, hash)
	content, err := gzip.NewReader(all)
	if err != nil {
		return err
	}
	entries := tar.NewReader(content)
	for {
		h, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := filepath.Join(dir, h.Name)
		if h.Typeflag == tar.TypeDir {
			os.MkdirAll(name, 0o755)
			continue
		}
		os.MkdirAll(filepath.Dir(name), 0o755)
		out, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, h.FileInfo().Mode())
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, entries); err != nil {
			return err
		}
		if err := out.Close(); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, content); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, all); err != nil {
		return err
	}
	if "sha256:"+hex.EncodeToString(hash.Sum(nil)) != digest {
		return errors.New("wrong digest")
	}
	return nil
}
