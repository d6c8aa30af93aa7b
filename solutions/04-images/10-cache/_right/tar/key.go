//go:build linux

package main

import (
	"archive/tar"
	"crypto/sha512"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A tar has borders already; its times are taken out.
func stepKey(parent, instruction, src string) (string, error) {
	sum := sha512.New()
	w := tar.NewWriter(sum)
	for _, text := range []string{parent, instruction} {
		if err := w.WriteHeader(&tar.Header{Name: "step", Typeflag: tar.TypeReg, Size: int64(len(text))}); err != nil {
			return "", err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return "", err
		}
	}
	err := filepath.WalkDir(src, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		target, _ := os.Readlink(path)
		h, err := tar.FileInfoHeader(info, target)
		if err != nil {
			return err
		}
		h.Name, h.ModTime, h.AccessTime, h.ChangeTime = "./"+path[len(src):], time.Time{}, time.Time{}, time.Time{}
		if err := w.WriteHeader(h); err != nil || !info.Mode().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)), err
}
