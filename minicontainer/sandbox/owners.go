// Mounts whose files have other owners in the container (package mount, owners.go): the parent half makes the copies, and the
// child half gets them as open files, in the order of the spec's mounts.

package sandbox

import (
	"os"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// mapsOwners tells whether a mount has its owners mapped.
func mapsOwners(m specs.Mount) bool {
	return len(m.UIDMappings)+len(m.GIDMappings) > 0 || slices.Contains(m.Options, "idmap") || slices.Contains(m.Options, "ridmap")
}

// ownerMaps are the mount's own, or those of the container's new user namespace.
func ownerMaps(s *specs.Spec, m specs.Mount) namespace.Maps {
	if len(m.UIDMappings)+len(m.GIDMappings) == 0 && s.Linux != nil {
		return idMaps(s)
	}
	return namespace.Maps{UIDs: m.UIDMappings, GIDs: m.GIDMappings}
}

// badOwners tells what cannot be mapped: a file system that is mounted for the container has the container's owners already; and
// nothing says how, or only for users or groups.
func badOwners(s *specs.Spec) bool {
	for _, m := range s.Mounts {
		bind := slices.Contains(m.Options, "bind") || slices.Contains(m.Options, "rbind")
		maps := ownerMaps(s, m)
		if mapsOwners(m) && (!bind || len(maps.UIDs) == 0 || len(maps.GIDs) == 0) {
			return true
		}
	}
	return false
}

// mapOwners makes the copies. After an error there are none.
func mapOwners(s *specs.Spec) (trees []*os.File, err error) {
	for _, m := range s.Mounts {
		if !mapsOwners(m) {
			continue
		}
		tree, err := mapOwnersOf(s, m)
		if err != nil {
			namespace.Close(trees)
			return nil, err
		}
		trees = append(trees, tree)
	}
	return trees, nil
}

func mapOwnersOf(s *specs.Spec, m specs.Mount) (*os.File, error) {
	users, err := namespace.Users(ownerMaps(s, m))
	if err != nil {
		return nil, err
	}
	defer users.Close()
	return mount.MapOwners(m.Source, slices.Contains(m.Options, "rbind"), slices.Contains(m.Options, "ridmap"), users)
}

// attachTree plans to put a copy into place, the number-th.
func attachTree(s *specs.Spec, m specs.Mount, number int) ([]plan.Step, error) {
	return mount.MappedSteps(s.Root.Path, m.Destination, m.Source, m.Options, func() int { return treesFD + number })
}
