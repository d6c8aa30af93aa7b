// What a container's root lies over: files that many containers share, and none may change.
//
// One directory (the base image), or several (the layers of an image): then an overlay shows them as one, and each
// hides what it replaces of those under it. Where no overlay can be mounted the next best is a copy of
// them all, which costs the time and the disk that an overlay saves.

package rootfs

import (
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Below are such files. The value is good as long as whoever made it keeps them.
type Below struct {
	Lower string                 // absolute host paths, the top one first, with colons between
	Flat  func() (string, error) // makes one directory of all, for a copy; nil if Lower is one

	UserNamespace bool // the root is mounted from a user namespace, ours or one below it
}

// Scratch is a writable root over the files that goes with its container. stage is an empty directory.
func (b Below) Scratch(stage string) (*Scratch, error) {
	return b.scratch(Scratch{Stage: stage, Copy: !canOverlay(b.UserNamespace)})
}

// Kept is a writable root over the files that stays in stage, a directory to be. parent
// is a directory of the same file system that exists: whether an overlay can write there is
// tried on it.
func (b Below) Kept(stage, parent string) (*Scratch, error) {
	return b.scratch(Scratch{Stage: stage, Keep: true, Copy: b.WhyCopy(parent) != ""})
}

// NoOverlay is why image files are copied, where an overlay would be better.
type NoOverlay string

// The reasons there are.
const (
	Unmountable NoOverlay = "this kernel mounts no overlay for us (root loads the module; an ordinary user needs it loaded, and Linux 5.11)"
	Unwritable  NoOverlay = "an overlay cannot write into this file system: another overlay, or one without extended attributes. A volume or a tmpfs there would do"
)

// WhyCopy is why a container that writes in dir gets a copy of the files; "" if it gets an overlay.
func (b Below) WhyCopy(dir string) NoOverlay {
	switch {
	case !overlayKnown(b.UserNamespace):
		return Unmountable
	case !CanBeUpper(dir, b.UserNamespace):
		return Unwritable
	}
	return ""
}

func (b Below) scratch(s Scratch) (*Scratch, error) {
	s.UserXattr = b.UserNamespace
	lower, err := b.For(s)
	s.Lower = lower
	return &s, err
}

// longestLower leaves room for the other options of the mount: mount(2) takes one page of them, and cuts off the rest.
const longestLower = 3000

// For is the Lower of a scratch over the files: the directories or, for one that is a copy, and where they are more
// than one mount can name, all of them in one.
func (b Below) For(s Scratch) (string, error) {
	if b.Flat != nil && (s.Copy || len(b.Lower) > longestLower) {
		return b.Flat()
	}
	return b.Lower, nil
}

// InUserNamespace tells whether what we mount is mounted from a user namespace: where we are no real root,
// a container is in one.
func InUserNamespace() bool { return os.Geteuid() != 0 || syscalls.InUserNamespace() }

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
