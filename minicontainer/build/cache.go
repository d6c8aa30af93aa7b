// The cache: which layer a step with this key led to, the last time.
//
//	STATE/build/steps/KEY      an Entry, as JSON
//	STATE/build/sums/KEY       what the files that a stage gave were, so that they need not be read again
//	STATE/build/mounts/ID      the directories of RUN --mount=type=cache
//
// Each file is written wholly or not at all, and means the same for whoever reads it: several builds at once can only
// replace a truth by another. An entry that cannot be read, or whose layer is gone, is a step to be done
// again. So nothing here is ever repaired, and all of it may be deleted at any time.

package build

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Cache is the build cache below one state directory, which any number of builds may use.
type Cache struct{ dir string }

// OpenCache is the cache of a state directory. Nothing need be there yet.
func OpenCache(state string) *Cache { return &Cache{filepath.Join(state, "build")} }

// Entry is what a step led to.
type Entry struct {
	Step    string      `json:"step"` // for people
	Layer   image.Layer `json:"layer"`
	Created time.Time   `json:"created"`
}

// emptyDiffID is the digest of an archive of nothing: two blocks of zeros.
var emptyDiffID = digest.FromBytes(make([]byte, 1024))

// Empty tells that the step changed nothing: there is no layer then.
func (e Entry) Empty() bool { return e.Layer.DiffID == emptyDiffID }

// look finds the entry of a key.
func (c *Cache) look(key digest.Digest) (e Entry, ok bool) {
	ok = c.read("steps", key, &e)
	return e, ok && e.Layer.DiffID.Validate() == nil
}

func (c *Cache) keep(key digest.Digest, e Entry) error { return c.write("steps", key, e) }

func (c *Cache) read(kind string, key digest.Digest, v any) bool {
	text, err := os.ReadFile(filepath.Join(c.dir, kind, key.Encoded()))
	return err == nil && json.Unmarshal(text, v) == nil
}

// write keeps a value: first under another name, which then takes the place of the old one in one call.
func (c *Cache) write(kind string, key digest.Digest, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	dir := filepath.Join(c.dir, kind)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep build cache: %w", err)
	}
	tmp, err := os.CreateTemp(dir, ".new-")
	if err != nil {
		return fmt.Errorf("keep build cache: %w", err)
	}
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(dir, key.Encoded()))
	}
	if err != nil {
		os.Remove(tmp.Name())
		return fmt.Errorf("keep build cache: %w", err)
	}
	return nil
}

// Entries are all that the cache knows; whoever removes layers may want to keep theirs.
func (c *Cache) Entries() ([]Entry, error) {
	dir, err := os.ReadDir(filepath.Join(c.dir, "steps"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var entries []Entry
	for _, file := range dir {
		if e, ok := c.look(digest.NewDigestFromEncoded(digest.SHA256, file.Name())); ok {
			entries = append(entries, e)
		}
	}
	return entries, err
}

// Clear forgets all: what steps led to, and what the cache mounts hold, unless a build is using one of those.
func (c *Cache) Clear() error {
	err := errors.Join(os.RemoveAll(filepath.Join(c.dir, "steps")), os.RemoveAll(filepath.Join(c.dir, "sums")))
	mounts := filepath.Join(c.dir, "mounts")
	locks, _ := filepath.Glob(filepath.Join(mounts, "*.lock"))
	for _, name := range locks {
		lock, lockErr := syscalls.LockFile(name, unix.LOCK_EX|unix.LOCK_NB)
		if errors.Is(lockErr, syscalls.ErrLocked) {
			continue
		}
		if lockErr == nil {
			dir := name[:len(name)-len(".lock")]
			lockErr = errors.Join(rootfs.RemoveTree(dir), os.Remove(name), lock.Close())
		}
		err = errors.Join(err, lockErr)
	}
	return err
}

// mountDir is the directory of a cache mount, and the lock that has to be closed after its use. With LOCK_NB, one that
// nobody else has now: where all are taken one more is made.
func (c *Cache) mountDir(r RunMount, how int) (string, *os.File, error) {
	mounts := filepath.Join(c.dir, "mounts")
	if err := os.MkdirAll(mounts, 0o711); err != nil {
		return "", nil, err
	}
	id := digest.FromString(r.ID).Encoded()
	for n := 0; ; n++ {
		dir := filepath.Join(mounts, id)
		if n > 0 {
			dir += fmt.Sprintf("-%d", n)
		}
		lock, err := syscalls.LockFile(dir+".lock", how)
		if errors.Is(err, syscalls.ErrLocked) {
			continue
		}
		if err == nil {
			err = makeCacheDir(dir, r)
		}
		if err != nil && lock != nil {
			lock.Close()
		}
		return dir, lock, err
	}
}

// makeCacheDir makes the directory, with the owner and mode that the mount asks for, unless it is there.
func makeCacheDir(dir string, r RunMount) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err == nil && (r.UID != 0 || r.GID != 0) {
		err = os.Chown(dir, r.UID, r.GID)
	}
	if err == nil {
		err = unix.Chmod(dir, r.Mode)
	}
	return err
}
