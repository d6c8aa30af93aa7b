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
	if dir := closedDir(state, uid); dir != "" {
		return nil, fmt.Errorf("use state directory %s: the container's root is user %d outside, and may not pass through %s (chmod o+x)", state, uid, dir)
	}
	image, err := openOwned(OwnedState(state, uid, gid), func(dir string) error {
		return rootfs.Give(dir, uid, gid)
	})
	if err == nil {
		image.userNamespace = true
	}
	return image, err
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
	if strings.ContainsAny(state, ",:\\") {
		return nil, fmt.Errorf("use state directory %s: overlay mounts cannot name a path with a comma, colon or backslash", state)
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
		lock, err := lockFile(root+".lock", unix.LOCK_SH)
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
	if _, err := os.Stat(root); err == nil || !stillNamed(lock, root+".lock") {
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
	if err != nil {
		return errors.Join(err, os.RemoveAll(tmp))
	}
	return os.Rename(tmp, root)
}

// lockFile opens path, made if need be, and takes the lock on it. The file may
// have been removed between the two by prune: a lock on a file without
// a name protects nothing, so look again.
func lockFile(path string, how int) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), how); err != nil {
			f.Close()
			return nil, err
		}
		if stillNamed(f, path) {
			return f, nil
		}
		f.Close()
	}
}

func stillNamed(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
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

// Scratch is a writable root over the image's files for one container.
func (i *Image) Scratch(state string) *rootfs.Scratch {
	userNamespace := i.inUserNamespace()
	return &rootfs.Scratch{
		Lower:     i.Root,
		Stage:     StageDir(state),
		Copy:      !canOverlay(userNamespace),
		UserXattr: userNamespace,
	}
}

// Kept is a writable root over the image's files that stays in stage, a directory to be. parent
// is a directory of the same file system that exists: whether an overlay can write there is
// tried on it.
func (i *Image) Kept(stage, parent string) *rootfs.Scratch {
	userNamespace := i.inUserNamespace()
	return &rootfs.Scratch{
		Lower:     i.Root,
		Stage:     stage,
		Keep:      true,
		Copy:      !overlayKnown(userNamespace) || !rootfs.CanBeUpper(parent, userNamespace),
		UserXattr: userNamespace,
	}
}

// inUserNamespace tells whether the image is mounted from a user namespace, ours or one below it.
func (i *Image) inUserNamespace() bool {
	return i.userNamespace || os.Geteuid() != 0 || syscalls.InUserNamespace()
}

// canOverlay tells whether an overlay can be mounted whose upper directory lies on a tmpfs. A
// user namespace needs Linux 6.6 for it, as tmpfs has no user.* attributes before, in
// which overlay would keep its marks.
func canOverlay(userNamespace bool) bool {
	return overlayKnown(userNamespace) && (!userNamespace || syscalls.KernelAtLeast(6, 6))
}

// overlayKnown tells whether the kernel mounts overlays for us. root loads the module by the
// mount itself; a user namespace needs it loaded, and Linux 5.11.
func overlayKnown(userNamespace bool) bool {
	if !userNamespace {
		return true
	}
	known, err := os.ReadFile("/proc/filesystems")
	return err == nil && strings.Contains(string(known), "\toverlay\n") && syscalls.KernelAtLeast(5, 11)
}
