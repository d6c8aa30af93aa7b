// A writable root over files that must not change.
//
//	Stage        a tmpfs, mounted in the container's own mount namespace
//	├─ upper     what the container writes
//	├─ work      overlay's own
//	└─ root      the two together: the container's root directory
//	Lower        the image's files, shared by all containers, never written
//
// As the tmpfs lives in the container's mount namespace only, the kernel throws
// it away with the last process: there is nothing to clean up, even after
// SIGKILL. What a container writes takes memory, and is gone when it ends.
//
// With Keep, Stage is a directory on disk instead, which stays and is used again at the next
// start; and whoever made it has to remove it.

package rootfs

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Scratch describes such a root. All paths are absolute host paths without comma
// or colon, which separate overlay's own options.
type Scratch struct {
	Lower string // the directories below, as in Below
	Stage string // an empty directory
	Copy  bool   // copy the files instead, where overlay cannot be mounted
	Keep  bool   // no tmpfs: what is written stays. With Copy, Fill has been called once

	// UserXattr has overlay keep its marks (this directory hides the lower one) in
	// user.* attributes, as a user namespace may not write trusted.* ones.
	UserXattr bool
}

// Root is the host path of the assembled root directory.
func (s Scratch) Root() string { return filepath.Join(s.Stage, "root") }

// Upper is the host path of what is written, where it is an overlay's.
func (s Scratch) Upper() string { return filepath.Join(s.Stage, "upper") }

// Fill makes the copy that a scratch with Keep and Copy starts from.
func (s Scratch) Fill() error {
	if err := os.MkdirAll(s.Root(), 0o755); err != nil {
		return fmt.Errorf("copy files: %w", err)
	}
	return CopyTree{From: s.Lower, To: s.Root()}.Do()
}

// Steps plans the assembly. Source: the kernel's filesystems/overlayfs.rst.
func (s Scratch) Steps() []plan.Step {
	if s.Keep && s.Copy {
		// Like any directory that becomes a root.
		return []plan.Step{mount.Mount{Target: s.Root(), Source: s.Root(), Flags: unix.MS_BIND | unix.MS_REC}}
	}
	if s.Keep {
		return append([]plan.Step{mount.Point{Root: "/", Target: s.Root()}}, s.overlay()...)
	}
	steps := []plan.Step{
		mount.Mount{Target: s.Stage, Source: "tmpfs", FSType: "tmpfs", Data: []string{"mode=755"}},
		mount.Point{Root: "/", Target: s.Root()},
	}
	if s.Copy {
		return append(steps, CopyTree{From: s.Lower, To: s.Root()})
	}
	return append(steps, s.overlay()...)
}

// overlay lays what is written over the image's files.
func (s Scratch) overlay() []plan.Step {
	upper, work := s.Upper(), filepath.Join(s.Stage, "work")
	options := append([]string{"lowerdir=" + s.Lower, "upperdir=" + upper, "workdir=" + work}, s.whole()...)
	return []plan.Step{
		mount.Point{Root: "/", Target: upper},
		mount.Point{Root: "/", Target: work},
		mount.Mount{Target: s.Root(), Source: "overlay", FSType: "overlay", Data: options},
	}
}

// whole keeps what is written complete, so that a layer can be made of it. A kernel can be built or told
// to leave a directory that was renamed where it was and note the new name (redirect_dir), and of a file whose mode was
// changed to copy no content (metacopy): the upper directory would be worth nothing without what is below it. With
// userxattr the kernel does neither, and refuses redirect_dir=off.
func (s Scratch) whole() []string {
	if s.UserXattr {
		return []string{"userxattr"}
	}
	return []string{"redirect_dir=off", "metacopy=off"}
}
