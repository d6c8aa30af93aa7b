package rootfs

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Chroot changes the root directory of the calling process, and nothing else.
//
// It is no wall: a process that may call chroot(2) itself walks out again, since
// its working directory can be made to lie outside its root. It is what is left
// for a container without a mount namespace.
type Chroot struct{ Root string }

// Name is "chroot".
func (c Chroot) Name() string { return "chroot" }

// Do changes root and working directory. The second matters as much as the
// first: chroot(2) leaves the working directory where it is, outside, and
// "cd .." from there climbs the host's tree. Source: chroot(2).
func (c Chroot) Do() error {
	if err := unix.Chroot(c.Root); err != nil {
		return fmt.Errorf("chroot to %s: %w", c.Root, err)
	}
	if err := os.Chdir("/"); err != nil {
		return fmt.Errorf("enter the new root: %w", err)
	}
	return nil
}

// Line is the chroot(8) command, which starts the program in the same breath.
func (c Chroot) Line() string { return plan.Quote("chroot", c.Root) }
