package mount

import (
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// ReadOnlyTree makes a mount and every mount below it read-only. The old way,
// a remount, reaches the topmost one only: `-v /:/host:ro` would leave /home
// writable if it is a file system of its own.
// Source: mount_setattr(2), Linux 5.12.
type ReadOnlyTree struct{ Root, Target string }

// Name is "make read-only" and the path.
func (r ReadOnlyTree) Name() string { return "make read-only " + r.Target }

// Do changes the whole tree or, after an error, nothing.
func (r ReadOnlyTree) Do() error {
	target, err := syscalls.OpenInRoot(orSlash(r.Root), r.Target, unix.O_PATH)
	if err != nil {
		return err
	}
	defer target.Close()
	err = unix.MountSetattr(int(target.Fd()), "", unix.AT_EMPTY_PATH|unix.AT_RECURSIVE,
		&unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	if errors.Is(err, unix.ENOSYS) {
		return fmt.Errorf("%s and all that is mounted below it, which needs Linux 5.12: %w", r.Name(), err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.Name(), err)
	}
	return nil
}

// Line walks the mounts one by one, as mount(8) knows no recursive remount in
// the versions that distributions ship.
func (r ReadOnlyTree) Line() string {
	path := plan.Quote(filepath.Join(orSlash(r.Root), r.Target))
	return fmt.Sprintf(`findmnt -Rlno TARGET %s | while IFS= read -r m; do mount -o remount,bind,ro "$m"; done`, path)
}
