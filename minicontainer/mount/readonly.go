package mount

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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

// Do changes the whole tree. After an error on Linux 5.12 and newer nothing has changed, on
// older kernels a part may be read-only: the container must not be started.
func (r ReadOnlyTree) Do() error {
	target, err := syscalls.OpenInRoot(orSlash(r.Root), r.Target, unix.O_PATH)
	if err != nil {
		return err
	}
	defer target.Close()
	err = unix.MountSetattr(int(target.Fd()), "", unix.AT_EMPTY_PATH|unix.AT_RECURSIVE,
		&unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	if errors.Is(err, unix.ENOSYS) {
		return r.remountEach()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.Name(), err)
	}
	return nil
}

// remountEach is how it was done before Linux 5.12, and what Line does: one mount after the
// other, as the kernel lists them.
func (r ReadOnlyTree) remountEach() error {
	list, err := os.ReadFile("/proc/thread-self/mountinfo")
	if err != nil {
		return fmt.Errorf("%s: %w", r.Name(), err)
	}
	top := filepath.Join(orSlash(r.Root), r.Target)
	for _, line := range strings.Split(string(list), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 5 {
			continue
		}
		point := unescape.Replace(fields[4])
		if point != top && !strings.HasPrefix(point, strings.TrimSuffix(top, "/")+"/") {
			continue
		}
		if err := (Mount{Target: point, Flags: unix.MS_REMOUNT | unix.MS_BIND | unix.MS_RDONLY}).Do(); err != nil {
			return err
		}
	}
	return nil
}

// unescape reads the octal numbers that mountinfo has for the bytes it separates
// by. Source: proc_pid_mountinfo(5).
var unescape = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

// Line walks the mounts one by one, as mount(8) knows no recursive remount in
// the versions that distributions ship.
func (r ReadOnlyTree) Line() string {
	path := plan.Quote(filepath.Join(orSlash(r.Root), r.Target))
	return fmt.Sprintf(`findmnt -Rlno TARGET %s | while IFS= read -r m; do mount -o remount,bind,ro "$m"; done`, path)
}

// RemountReadOnly makes the mount that the open file top is the root of read-only.
func RemountReadOnly(top *os.File) error {
	path := syscalls.FDPath(top)
	return unix.Mount("", path, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|keptFlags(path), "")
}
