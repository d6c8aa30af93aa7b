// Bounds of a log.
//
//	container.log        what is written to; when it is full it gets a number, and a new one is begun
//	container.log.17     the one before
//	container.log.16     …  the oldest go, so that there are never more than so many
//
// The numbers grow, and no file gets another one: who reads a file finds the next one by its number. A reader holds
// the file that it reads (flock(2), shared), and what is held is not removed, nor what comes after it, so
// that a reader that is slow misses nothing. But one that has stopped must not fill the disk: when it is as far behind
// as heldSize, it loses what it has not read.

package shim

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// heldSize is how much more than its bounds a log may take on the disk for those who read it, in bytes.
const heldSize = 256 << 20

// full tells whether the next entry is for another file.
func (l *Log) full() bool {
	return l.bounds.MaxSize > 0 && l.size+int64(l.fresh.Len()) >= l.bounds.MaxSize
}

// rotate begins a new file. If that cannot be, the old one grows. At any moment there is a container.log: for one moment the old
// file has both names.
func (l *Log) rotate() {
	old, err := oldLogs(l.dir)
	if err != nil {
		return
	}
	fresh, err := os.OpenFile(LogPath(l.dir)+".new", os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	if old, err = l.giveNumber(old); err == nil {
		err = os.Rename(fresh.Name(), LogPath(l.dir))
	}
	if err != nil {
		fresh.Close()
		return
	}
	l.file.Close()
	l.file, l.size = fresh, 0
	l.removeOld(old)
}

// giveNumber gives our file the next number, unless it got one from who was killed then, and returns all numbers.
func (l *Log) giveNumber(old []int) ([]int, error) {
	next := 1
	if n := len(old); n > 0 {
		if syscalls.StillNamed(l.file, numbered(l.dir, old[n-1])) {
			return old, nil
		}
		next = old[n-1] + 1
	}
	return append(old, next), os.Link(LogPath(l.dir), numbered(l.dir, next))
}

// removeOld removes the oldest files while there are too many, or too large ones.
func (l *Log) removeOld(old []int) {
	most := max(1, l.bounds.MaxFiles) - 1
	held := max(1, int(l.held/l.bounds.MaxSize))
	for len(old) > most {
		if !removeLog(numbered(l.dir, old[0]), len(old)-most > held) {
			return
		}
		old = old[1:]
	}
}

// removeLog removes a file unless somebody reads it, who may be overruled, and tells whether it is gone. It is locked until then:
// nobody can take hold of it in between.
func removeLog(name string, overrule bool) bool {
	f, err := os.Open(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close()
	if errors.Is(syscalls.Flock(f, unix.LOCK_EX|unix.LOCK_NB), syscalls.ErrLocked) && !overrule {
		return false
	}
	err = os.Remove(name)
	return err == nil || errors.Is(err, fs.ErrNotExist)
}

func numbered(dir string, n int) string { return LogPath(dir) + "." + strconv.Itoa(n) }

// oldLogs are the numbers of the files that are full, the oldest first.
func oldLogs(dir string) (numbers []int, err error) {
	names, err := readNames(dir)
	for _, name := range names {
		if digits, is := strings.CutPrefix(name, logName+"."); is {
			if n, err := strconv.Atoi(digits); err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, err
}

func readNames(dir string) ([]string, error) {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Readdirnames(-1)
}
