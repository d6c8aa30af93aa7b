package applet

import (
	"fmt"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// Directories are made at once with a mode that lets members be unpacked into
// them, and get owner, mode and time from the archive when all is unpacked:
// every member changes the time of the directory it comes into.
//
// In between, a hostile archive may put a link where a directory was, or name
// one as the directory: `d -> /etc`, then `d` with mode 0777. Whatever follows a
// link there changes a directory outside.

// extractDirectory makes a directory. A link in its place is removed, as tar
// does, even one to a directory.
func extractDirectory(path string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	_, err := makeDirectory(path, 0o700)
	return err
}

// finishDirectories goes from the deepest directory up: behind a parent that has
// its mode already there may be no way to its children. A path sorts before all
// that are below it.
func (x *extractor) finishDirectories() {
	paths := make([]string, 0, len(x.directories))
	for path := range x.directories {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range slices.Backward(paths) {
		if err := x.finishDirectory(path); err != nil {
			x.warn(err)
		}
	}
}

// finishDirectory opens the directory without following a link and changes what
// it has opened. The mode is last: chown(2) may clear bits of it, and without
// search permission the way to "." is barred.
func (x *extractor) finishDirectory(path string) error {
	if _, err := safePath(path); err != nil {
		return err
	}
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open directory %s: %w", path, err)
	}
	defer unix.Close(fd)
	header := x.directories[path]
	if x.setsOwner() {
		if err := unix.Fchown(fd, header.Uid, header.Gid); err != nil {
			return fmt.Errorf("change owner of %s: %w", path, err)
		}
	}
	if err := unix.UtimesNanoAt(fd, ".", modified(header), 0); err != nil {
		return fmt.Errorf("set times of %s: %w", path, err)
	}
	if err := unix.Fchmod(fd, uint32(header.Mode&0o7777)); err != nil {
		return fmt.Errorf("change mode of %s: %w", path, err)
	}
	return nil
}
