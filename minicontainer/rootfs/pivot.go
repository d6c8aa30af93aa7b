// pivot_root: the new root takes the place of the old one.
//
//	before                      pivot_root(".", ".")            umount2(".", MNT_DETACH)
//
//	/            (host)         /  (new root)                   /  (new root)
//	└─ R  (new root, a mount)   └─ on top of it: host's root
//
// chroot(2) only changes where one process starts to look; the host's tree stays
// mounted, and a root process finds the way back to it. After pivot_root and the
// unmount there is nothing left to find the way back to: in this mount namespace
// the host's tree is not mounted any more.
//
// The kernel demands that the new root be a mount point (hence the bind of R
// onto itself that comes before), and that neither it nor its parent propagate to
// other namespaces (hence private). Giving the same directory as new root and as
// the place for the old one stacks the old root on top of the new one, so that no
// directory needs to be made in an image that may be read-only.
// Source: pivot_root(2), "pivot_root(".", ".")".

package rootfs

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Pivot makes Root, a mount point in a mount namespace of the caller's own, the
// root of the namespace, and unmounts all that was there before.
type Pivot struct {
	Root string
	Tied bool // the old root's mounts are tied to those of other namespaces, and must not be unmounted there
}

// Name is "pivot root".
func (p Pivot) Name() string { return "pivot root" }

// Do pivots. After an error between the two calls the old root may still be
// mounted on top: the caller must give up the namespace.
func (p Pivot) Do() error {
	if err := os.Chdir(p.Root); err != nil {
		return err
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot root to %s: %w", p.Root, err)
	}
	if p.Tied {
		if err := unix.Mount("", oldRoot, "", unix.MS_SLAVE|unix.MS_REC, ""); err != nil {
			return fmt.Errorf("untie the old root: %w", err)
		}
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount the old root: %w", err)
	}
	// The working directory is still a place in the detached tree.
	if err := os.Chdir("/"); err != nil {
		return fmt.Errorf("enter the new root: %w", err)
	}
	return nil
}

// oldRoot leads to what lies on top of "/". A path that ends in "." or "/" names the mount below, and with it the new root's own
// mounts would be untied as well; "..", which at the root leads nowhere else, goes up through what is mounted there.
const oldRoot = "/.."

// Line is how a person with static tools would type it.
func (p Pivot) Line() string {
	untie := ""
	if p.Tied {
		untie = "mount --make-rslave " + oldRoot + " && "
	}
	return "cd " + plan.Quote(p.Root) + " && pivot_root . . && " + untie + "umount -l . && cd /"
}
