// How the container's mounts are tied to those of other namespaces.
//
// A new mount namespace starts as a copy whose mounts are still tied to the host's: on most systems a mount made here would
// appear there too, and one made there here. Usually that tie is cut first of all. A spec can ask for it to stay, in one direction
// ("slave": what the host mounts later appears here) or in both ("shared"). Then the mount that
// the root directory lies in is untied alone, as all that is mounted for the container goes below it, and pivot_root
// demands it. Source: mount_namespaces(7), "Shared subtrees"; runtime-spec config-linux.md, "Rootfs Mount Propagation".

package sandbox

import (
	"errors"
	"fmt"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// propagation of the spec's root, as flags of mount(2); 0 if the spec says nothing.
func propagation(s *specs.Spec) uintptr {
	if s.Linux == nil || s.Linux.RootfsPropagation == "" {
		return 0
	}
	bits, _ := mount.Propagation(s.Linux.RootfsPropagation) //nolint:errcheck // Check has looked at it
	return bits
}

// untie comes before everything else that is mounted.
func untie(s *specs.Spec) []plan.Step {
	switch propagation(s) &^ unix.MS_REC {
	case unix.MS_SHARED:
		return []plan.Step{untieBelow{s.Root.Path}}
	case unix.MS_SLAVE:
		return []plan.Step{mount.Mount{Target: "/", Flags: unix.MS_SLAVE | unix.MS_REC}, untieBelow{s.Root.Path}}
	}
	return []plan.Step{mount.Mount{Target: "/", Flags: unix.MS_PRIVATE | unix.MS_REC}}
}

// tied tells whether the host's mounts, as the container's namespace has them until its root is entered, are tied to the host's in
// both directions.
func tied(s *specs.Spec) bool { return propagation(s)&^unix.MS_REC == unix.MS_SHARED }

// tie gives the new root, when it is one, the propagation that is asked for.
func tie(s *specs.Spec) []plan.Step {
	bits := propagation(s)
	if bits&^unix.MS_REC == 0 || bits&^unix.MS_REC == unix.MS_PRIVATE {
		return nil
	}
	return []plan.Step{mount.Mount{Target: "/", Flags: bits}}
}

// untieBelow makes the mount private that a directory lies in.
type untieBelow struct{ Path string }

func (u untieBelow) Name() string { return "untie the mount of " + u.Path }
func (u untieBelow) Line() string {
	return fmt.Sprintf("mount --make-private \"$(findmnt -n -o TARGET -T %s)\"", plan.Quote(u.Path))
}

// Do looks for the mount upwards: for a directory that is no mount point the kernel says EINVAL, and a root that is mounted later may
// not be there yet.
func (u untieBelow) Do() error {
	for dir := u.Path; ; dir = filepath.Dir(dir) {
		err := unix.Mount("", dir, "", unix.MS_PRIVATE, "")
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOENT) || dir == "/" {
			return fmt.Errorf("%s: %w", u.Name(), err)
		}
	}
}

func badPropagation(s *specs.Spec) bool {
	if s.Linux == nil || s.Linux.RootfsPropagation == "" {
		return false
	}
	_, err := mount.Propagation(s.Linux.RootfsPropagation)
	return err != nil
}
