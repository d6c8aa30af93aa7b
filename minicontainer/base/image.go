// The root file system of the base image, unpacked once and shared.
//
//	STATE/base/KEY         the files; never written again (a container's writes go
//	                       to a layer of its own)
//	STATE/base/KEY.lock    flock: shared by every container that uses the files,
//	                       exclusive while they are made or removed
//	STATE/base/KEY.tmp     files being made; renamed to KEY when complete
//	STATE/stage            an empty directory for containers to mount on
//
// KEY is the binary's own hash, so a new build has a new image. Files that no
// container uses are removed when a new image is made; what a killed run left half-made
// is removed with them.

package base

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// binaryName is the multi-call binary's file in /bin of the image.
const binaryName = "minibox"

const halfMade = ".tmp"

// Image is an unpacked base image in use. As long as it is not closed its files
// stay.
type Image struct {
	Root string // host path of the files
	lock *os.File

	userNamespace bool // the files are for containers in one below ours
}

// Close gives the files up; a later Open of another build may remove them.
func (i *Image) Close() error { return i.lock.Close() }

// Lock is the open file that holds the image. A process that inherits it holds the image,
// too, and goes on when this one has closed it.
func (i *Image) Lock() *os.File { return i.lock }

// Open unpacks the base image below the state directory, unless it is there, and
// holds it. Concurrent calls and killed ones do no harm. The caller closes it.
func Open(state string) (*Image, error) {
	return openOwned(state, func(string) error { return nil })
}

// OpenFor is Open for containers in a user namespace whose root is uid and gid outside, and to
// whom the files are to belong. They are unpacked once for each such root, below
// STATE/UID.GID, as Docker does with userns-remap. Only root can do this for others.
func OpenFor(state string, uid, gid uint32) (*Image, error) {
	if err := Passable(state, uid); err != nil {
		return nil, err
	}
	image, err := openOwned(OwnedState(state, uid, gid), func(dir string) error {
		return rootfs.Give(dir, uid, gid)
	})
	if err == nil {
		image.userNamespace = true
	}
	return image, err
}

// Passable tells whether a user may pass through the state directory, where a container whose root is that user
// outside finds its files.
func Passable(state string, uid uint32) error {
	if dir := closedDir(state, uid); dir != "" {
		return fmt.Errorf("use state directory %s: the container's root is user %d outside, and may not pass through %s (chmod o+x)", state, uid, dir)
	}
	return nil
}

// closedDir is the first directory on the way to state, or state itself, that a user may not pass through who
// is neither its owner nor in its group; "" if there is none. What does not exist yet will be made passable.
func closedDir(state string, uid uint32) string {
	closed := ""
	for dir := state; ; dir = filepath.Dir(dir) {
		var st unix.Stat_t
		if unix.Stat(dir, &st) == nil && st.Mode&0o001 == 0 && st.Uid != uid {
			closed = dir
		}
		if dir == filepath.Dir(dir) {
			return closed
		}
	}
}

// OwnedState is the part of the state directory where OpenFor unpacks.
func OwnedState(state string, uid, gid uint32) string {
	return filepath.Join(state, fmt.Sprintf("%d.%d", uid, gid))
}

func openOwned(state string, own func(dir string) error) (*Image, error) {
	if err := Mountable(state); err != nil {
		return nil, err
	}
	key, err := binaryHash()
	if err != nil {
		return nil, fmt.Errorf("open base image: %w", err)
	}
	dir := filepath.Join(state, "base")
	for _, d := range []string{dir, StageDir(state)} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return nil, fmt.Errorf("open base image: %w", err)
		}
	}
	return open(dir, key, own)
}

// Mountable tells whether an overlay can be mounted of what is below the state directory.
func Mountable(state string) error {
	if strings.ContainsAny(state, ",:\\") {
		return fmt.Errorf("use state directory %s: overlay mounts cannot name a path with a comma, colon or backslash", state)
	}
	return nil
}

// StageDir is the directory below the state directory for containers to assemble their root on,
// each in its own mount namespace.
func StageDir(state string) string { return filepath.Join(state, "stage") }

// open holds the image, making it first if need be. Changing a lock from shared
// to exclusive or back lets it go for a moment (flock(2)), in which another build's
// prune may remove files and lock; so after each change it looks again, and
// starts over if they are gone.
func open(dir, key string, own func(dir string) error) (*Image, error) {
	root := filepath.Join(dir, key)
	for {
		lock, err := syscalls.LockFile(root+".lock", unix.LOCK_SH)
		if err != nil {
			return nil, fmt.Errorf("open base image: %w", err)
		}
		if _, err := os.Stat(root); err == nil {
			return &Image{Root: root, lock: lock}, nil
		}
		if err := unpack(dir, root, lock, own); err != nil {
			lock.Close()
			return nil, fmt.Errorf("unpack base image: %w", err)
		}
		lock.Close()
	}
}

// unpack makes the files under the exclusive lock, so that of several runs that find no image
// one makes it and the others wait.
func unpack(dir, root string, lock *os.File, own func(dir string) error) error {
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	if _, err := os.Stat(root); err == nil || !syscalls.StillNamed(lock, root+".lock") {
		return nil
	}
	prune(dir, filepath.Base(root))
	tmp := root + halfMade
	if err := errors.Join(os.RemoveAll(tmp), os.Mkdir(tmp, 0o755)); err != nil {
		return err
	}
	err := writeFiles(tmp)
	if err == nil {
		err = own(tmp)
	}
	if err == nil {
		err = setTimes(tmp)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(tmp))
	}
	return os.Rename(tmp, root)
}

// prune removes images of other builds that no container uses, complete or not.
// What cannot be removed now is left for the next time; what is not named
// as an image is not ours.
func prune(dir, keep string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		key := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".lock"), halfMade)
		if key != keep && keyForm.MatchString(key) {
			removeUnused(filepath.Join(dir, key))
		}
	}
}

// Below are the image's files as what a container's root lies over.
func (i *Image) Below() rootfs.Below {
	return rootfs.Below{Lower: i.Root, UserNamespace: i.userNamespace || rootfs.InUserNamespace()}
}
