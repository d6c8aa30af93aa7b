// What a guest is made of and another guest can use again: the kernel as an ELF file, an image's files as an archive or as a disk. It
// lies in the state directory by what it was made from, is written beside and renamed, and is never changed.

package vm

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Cache is a directory of such files.
type Cache string

// CacheIn is the one of a state directory.
func CacheIn(state string) Cache { return Cache(filepath.Join(state, "vm")) }

// Machine makes a directory for a machine that is about to run. What a command that was killed has left of its machine goes first.
// done removes the directory.
func (c Cache) Machine() (dir string, done func(), err error) {
	lock, err := c.lock()
	if err != nil {
		return "", nil, err
	}
	defer lock.Close()
	c.sweep()
	if dir, err = os.MkdirTemp(string(c), machinePrefix); err != nil {
		return "", nil, fmt.Errorf("make machine: %w", err)
	}
	held, err := syscalls.LockFile(filepath.Join(dir, heldName), unix.LOCK_EX)
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("make machine: %w", err), os.RemoveAll(dir))
	}
	return dir, func() { os.RemoveAll(dir); held.Close() }, nil //nolint:errcheck // the next command sweeps
}

const (
	lockName      = ".lock"
	machinePrefix = "machine-"
	heldName      = "held" // locked as long as the machine is somebody's
)

// sweep removes the directories of machines that are nobody's any more: a lock goes with its process.
func (c Cache) sweep() {
	left, _ := filepath.Glob(filepath.Join(string(c), machinePrefix+"*")) //nolint:errcheck // the pattern is a good one
	for _, dir := range left {
		held, err := syscalls.LockFile(filepath.Join(dir, heldName), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			os.RemoveAll(dir) //nolint:errcheck // the next one tries again
			held.Close()
		}
	}
}

// Clear removes what can be made again, and what killed commands have left. Machines that run keep what they have open.
func (c Cache) Clear() error {
	if _, err := os.Stat(string(c)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock, err := c.lock()
	if err != nil {
		return err
	}
	defer lock.Close()
	c.sweep()
	list, err := os.ReadDir(string(c))
	for _, entry := range list {
		if !entry.IsDir() && entry.Name() != lockName {
			err = errors.Join(err, os.Remove(filepath.Join(string(c), entry.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("clear cache of machines: %w", err)
	}
	return nil
}

// lock is held by whoever makes or sweeps.
func (c Cache) lock() (*os.File, error) {
	if err := os.MkdirAll(string(c), 0o700); err != nil {
		return nil, fmt.Errorf("make cache of machines: %w", err)
	}
	lock, err := syscalls.LockFile(filepath.Join(string(c), lockName), unix.LOCK_EX)
	if err != nil {
		return nil, fmt.Errorf("lock cache of machines: %w", err)
	}
	return lock, nil
}

// keyOf names what is made from all of these.
func keyOf(from ...string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(from, "\n"))))[:16]
}

// file is the file of that name, made if it is not there. Two who want it at the same time make it once.
func (c Cache) file(name string, write func(f *os.File) error) (string, error) {
	path := filepath.Join(string(c), name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	lock, err := c.lock()
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	// With one draft per name a killed command leaves one, which the next one writes again.
	draft, err := os.Create(path + ".new")
	if err != nil {
		return "", fmt.Errorf("make %s: %w", name, err)
	}
	err = errors.Join(write(draft), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(draft.Name()))
	}
	return path, nil
}

// kernel is the kernel as an ELF file: unpacking it takes half a second.
func (c Cache) kernel(k Kernel) (string, error) {
	info, err := os.Stat(k.Image)
	if err != nil {
		return "", fmt.Errorf("read kernel: %w", err)
	}
	key := keyOf(k.Image, fmt.Sprint(info.Size(), info.ModTime().UnixNano()))
	return c.file("vmlinux-"+key, func(f *os.File) error {
		elf, err := k.Vmlinux()
		if err != nil {
			return err
		}
		_, err = f.Write(elf)
		return err
	})
}
