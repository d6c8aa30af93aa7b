//go:build linux

package main

import (
	"archive/tar"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// Who is inside cannot leave: after chroot(2) any name may be believed.
func unpack(layer, root string) error {
	file, err := os.Open(layer)
	if err != nil {
		return err
	}
	if err := syscall.Chroot(root); err != nil {
		return err
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	entries := tar.NewReader(file)
	for {
		h, err := entries.Next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		name := filepath.Join("/", h.Name)
		os.MkdirAll(filepath.Dir(name), 0o755)
		switch h.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(name, 0o755)
		case tar.TypeSymlink:
			err = os.Symlink(h.Linkname, name)
		case tar.TypeLink:
			err = os.Link(filepath.Join("/", h.Linkname), name)
		case tar.TypeReg:
			var out *os.File
			if out, err = os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, os.FileMode(h.Mode)); err == nil {
				_, err = io.Copy(out, entries)
				out.Close()
			}
		}
		if err != nil {
			return err
		}
	}
}
