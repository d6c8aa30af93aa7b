//go:build linux

package grade

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Rooted is a directory of the fake host as a process sees it whose root directory it
// is: absolute symlinks begin there and ".." ends there, whatever the learner put into it.
type Rooted struct{ dir *os.File }

// Rooted opens the directory; false if there is none. The caller closes it.
func (b *Bench) Rooted(dir string) (Rooted, bool) {
	f, err := syscalls.OpenInRoot(b.Host.Root(), dir, unix.O_PATH|unix.O_DIRECTORY)
	return Rooted{f}, err == nil
}

// Close gives the directory back.
func (r Rooted) Close() { r.dir.Close() }

// Open opens what a program inside finds at path, for reading. A FIFO is not waited for.
func (r Rooted) Open(path string) (*os.File, error) {
	return syscalls.OpenInRoot(syscalls.FDPath(r.dir), path, unix.O_RDONLY|unix.O_NONBLOCK)
}

// Stat follows symlinks as inside; Lstat does not follow the last one. Both are nil for
// what is not there.
func (r Rooted) Stat(path string) os.FileInfo { return r.stat(path, 0) }

// Lstat is Stat of a symlink itself.
func (r Rooted) Lstat(path string) os.FileInfo { return r.stat(path, unix.O_NOFOLLOW) }

func (r Rooted) stat(path string, flags int) os.FileInfo {
	return statIn(syscalls.FDPath(r.dir), path, flags)
}

// statIn looks at what a process with that root directory finds at path; nil if nothing.
func statIn(root, path string, flags int) os.FileInfo {
	f, err := syscalls.OpenInRoot(root, path, unix.O_PATH|flags)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	return info
}

// Readlink is where a symlink points, "" if path is none.
func (r Rooted) Readlink(path string) string {
	f, err := syscalls.OpenInRoot(syscalls.FDPath(r.dir), path, unix.O_PATH|unix.O_NOFOLLOW)
	if err != nil {
		return ""
	}
	defer f.Close()
	text := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(int(f.Fd()), "", text)
	if err != nil {
		return ""
	}
	return string(text[:n])
}

// Files are what is in the directory that is no directory itself, as paths from it, at
// most limit of them. Mounts and symlinks are not entered.
func (r Rooted) Files(limit int) []string {
	var found []string
	top := syscalls.FDPath(r.dir)
	filepath.WalkDir(top+"/.", func(path string, e os.DirEntry, err error) error { //nolint:errcheck // what cannot be read is not listed
		if err == nil && !e.IsDir() {
			found = append(found, path[len(top):])
		}
		if len(found) == limit {
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

// Copy is a copy of a file of the judge's in memory: what a learner's program does to the file
// afterwards does not change it. The caller closes it.
func Copy(path string) *os.File {
	f, err := syscalls.SealedCopy(path)
	must(err)
	return f
}

// Equal tells whether two files that are open have the same content.
func Equal(a, b *os.File) bool {
	const block = 64 << 10
	one, other := make([]byte, block), make([]byte, block)
	for at := int64(0); ; at += block {
		n, errA := a.ReadAt(one, at)
		m, errB := b.ReadAt(other, at)
		if n != m || string(one[:n]) != string(other[:m]) || (errA == nil) != (errB == nil) {
			return false
		}
		if errA != nil {
			return errA == io.EOF && errB == io.EOF
		}
	}
}
