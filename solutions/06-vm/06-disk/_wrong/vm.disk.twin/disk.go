//go:build linux

package main

import (
	"io/fs"
	"path/filepath"
	"syscall"
)

// inode is what a file is, whatever its names: a number that is unique on one file system.
type inode struct{ device, number uint64 }

// diskUse tells how many bytes regular files take together: those that the paths are, and all that are anywhere below those of the
// paths that are directories. apparent is what the files say that they are long, actual is what the disk has given out for them.
//
// A file counts once, however many names it has and however often a path is listed. Symbolic links are not followed. What directories and
// links take themselves is left out. A path that is not there is an error.
func diskUse(paths []string) (apparent, actual int64, err error) {
	seen := map[inode]bool{} // of all paths: a layer of two images is one directory, and layers share files by hard links
	for _, path := range paths {
		err := filepath.WalkDir(path, func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			var stat syscall.Stat_t
			if err := syscall.Lstat(path, &stat); err != nil {
				return err
			}
			id := inode{uint64(stat.Size), uint64(stat.Mtim.Nano())}
			if stat.Mode&syscall.S_IFMT != syscall.S_IFREG || seen[id] {
				return nil
			}
			seen[id] = true
			apparent += stat.Size
			actual += stat.Blocks * 512 // whatever the block size of the file system: stat(2)
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return apparent, actual, nil
}
