package compare

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// FileSize is what a file, or all in a directory, takes on disk.
type FileSize struct {
	File
	ActualBytes   int64 `json:"actual_bytes"`   // st_blocks × 512, each inode once: what is gone from the disk
	ApparentBytes int64 `json:"apparent_bytes"` // st_size: what ls -l shows, holes included
}

// sizes measures the files of a kind while an instance runs: those that the kind names, and those that its guest's command line does.
func sizes(k Kind, processes []process) []FileSize {
	var found []FileSize
	for _, file := range append(slices.Clone(k.Disk), filesOfGuest(k, processes)...) {
		size, ok := measureFile(file)
		if ok && !slices.ContainsFunc(found, func(f FileSize) bool { return f.Path == size.Path }) {
			found = append(found, size)
		}
	}
	return found
}

type inode struct{ device, number uint64 }

// measureFile adds up what the pattern matches. A second name of a file is not a second file. Source: stat(2), inode(7).
func measureFile(file File) (FileSize, bool) {
	size := FileSize{File: file}
	seen := map[inode]bool{}
	paths, _ := filepath.Glob(file.Path) //nolint:errcheck // a bad pattern matches nothing
	for _, path := range paths {
		filepath.WalkDir(path, func(path string, _ fs.DirEntry, err error) error { //nolint:errcheck // what has gone takes nothing
			if err == nil || errors.Is(err, fs.ErrPermission) {
				size.add(path, seen)
			}
			return nil
		})
	}
	return size, len(paths) > 0
}

func (f *FileSize) add(path string, seen map[inode]bool) {
	var stat syscall.Stat_t
	if err := syscall.Lstat(path, &stat); err != nil {
		return
	}
	id := inode{uint64(stat.Dev), stat.Ino} //nolint:unconvert // of another width on other architectures
	if seen[id] {
		return
	}
	seen[id] = true
	f.ActualBytes += stat.Blocks * 512 // of this size always, whatever the file system's own is
	f.ApparentBytes += stat.Size
}

// What the arguments of a machine's command line are that name its files. Each instance gets an initramfs of its own.
var guestFiles = map[string]File{
	"-kernel": {What: "kernel"}, "-initrd": {What: "initramfs", Each: true}, "initrd": {What: "initramfs", Each: true},
	"file": {What: "disk", Each: true}, "ubd0": {What: "disk", Each: true},
}

// filesOfGuest finds the files that the command lines of a kind's processes name: "-kernel FILE", "file=FILE,if=none", "initrd=FILE".
func filesOfGuest(k Kind, processes []process) []File {
	if !k.Guest {
		return nil
	}
	var files []File
	for _, p := range processes {
		args := strings.Split(text(filepath.Join("/proc", strconv.Itoa(p.pid), "cmdline")), "\x00")
		for i, arg := range args {
			if file, ok := guestFiles[arg]; ok && i+1 < len(args) {
				files = appendRegular(files, file, args[i+1])
			}
			for _, setting := range strings.Split(arg, ",") {
				name, value, _ := strings.Cut(setting, "=")
				if file, ok := guestFiles[name]; ok && value != "" {
					files = appendRegular(files, file, value)
				}
			}
		}
	}
	return files
}

func appendRegular(files []File, file File, path string) []File {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return files
	}
	file.Path = path
	return append(files, file)
}
