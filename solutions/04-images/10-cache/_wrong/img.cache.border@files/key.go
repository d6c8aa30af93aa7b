//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// First all the names, then all the content.
func stepKey(parent, instruction, src string) (string, error) {
	names, contents := sha256.New(), sha256.New()
	fmt.Fprintf(names, "%q %q\n", parent, instruction)
	err := filepath.WalkDir(src, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		target, _ := os.Readlink(path)
		fmt.Fprintf(names, "%q %s %q\n", path[len(src):], info.Mode(), target)
		if !info.Mode().IsRegular() {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(contents, f)
		return err
	})
	return fmt.Sprintf("%x%x", names.Sum(nil), contents.Sum(nil)), err
}
