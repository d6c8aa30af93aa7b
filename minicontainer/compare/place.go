package compare

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// PlaceProbe copies this program into a directory of its own, which everybody may read, under the name by which it is the probe. The
// caller removes it, with the directory, when nothing runs any more. A copy, and no
// link: the pages of the file are then shared among probes only, and not with the programs that start them, which would
// make each probe look smaller by its PSS than it is.
func PlaceProbe() (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "minicontainer-compare-")
	if err != nil {
		return "", nil, fmt.Errorf("place probe: %w", err)
	}
	remove = func() { os.RemoveAll(dir) }
	path = filepath.Join(dir, probe.Name)
	// root of a container with a user namespace of its own is nobody here, and must get there as well.
	if err := errors.Join(os.Chmod(dir, 0o755), copySelf(path)); err != nil {
		remove()
		return "", nil, fmt.Errorf("place probe: %w", err)
	}
	return path, remove, nil
}

func copySelf(path string) error {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer self.Close()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, self)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}
