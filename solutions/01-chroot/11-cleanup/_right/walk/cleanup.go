//go:build linux

package main

import (
	"errors"
	"golang.org/x/sys/unix"
	"io/fs"
	"os"
	"path/filepath"
)

func cleanUp(root string) error {
	var walk func(p string) error
	walk = func(p string) error {
		for {
			err := unix.Unmount(p, unix.UMOUNT_NOFOLLOW|unix.MNT_DETACH)
			if err == unix.EINVAL || err == unix.ENOENT {
				break
			}
			if err != nil {
				return err
			}
		}
		es, err := os.ReadDir(p)
		if err != nil {
			return nil
		}
		for _, e := range es {
			if e.Type()&os.ModeSymlink == 0 {
				if err := walk(filepath.Join(p, e.Name())); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if _, err := os.Lstat(root); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := walk(root); err != nil {
		return err
	}
	return os.RemoveAll(root)
}
