package rootfs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveTree removes a directory with all that is in it, also what its owner may not look into: an image may hold
// directories without permissions. One that is not there is no error.
func RemoveTree(root string) error {
	err := os.RemoveAll(root)
	if errors.Is(err, fs.ErrPermission) {
		openDirs(root)
		err = os.RemoveAll(root)
	}
	return err
}

// openDirs gives the owner all rights on the directories, where it may. WalkDir reads a directory
// after it has called us for it.
func openDirs(root string) {
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error { //nolint:errcheck // the next try to remove tells
		if err == nil && d.IsDir() {
			os.Chmod(path, 0o700) //nolint:errcheck // see above
		}
		return nil
	})
}
