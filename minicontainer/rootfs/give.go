package rootfs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Give makes a directory, and all that is in it, another user's. Symlinks are given themselves, and not
// what they lead to. After an error a part of it is given. Only root can do this.
func Give(dir string, uid, gid uint32) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(path, int(uid), int(gid))
		}
		if err != nil {
			return fmt.Errorf("give files to user %d: %w", uid, err)
		}
		return nil
	})
}
