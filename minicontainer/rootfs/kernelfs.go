package rootfs

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// KernelFS is where a container has the kernel's own file systems, and what
// statfs(2) calls them.
var KernelFS = map[string]int64{"/proc": unix.PROC_SUPER_MAGIC, "/sys": unix.SYSFS_MAGIC}

// openKernelFile opens a path of a container's /proc or /sys, named by on, and makes
// sure that it is the kernel's file system it opens it in. Somebody who can
// change the root directory meanwhile could otherwise put a symlink in the place of
// /proc between two steps, and the cover would land where nobody looks
// (CVE-2019-19921). With on "" any file of the root will do.
func openKernelFile(root, on, path string) (*os.File, error) {
	if on == "" {
		return syscalls.OpenInRoot(root, path, unix.O_PATH)
	}
	dir, err := os.Open(root)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	top, err := syscalls.OpenBelow(dir, strings.TrimPrefix(on, "/"), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return nil, fmt.Errorf("%w: a container's %s must be a plain directory", err, on)
	}
	defer top.Close()
	var st unix.Statfs_t
	if err := unix.Fstatfs(int(top.Fd()), &st); err != nil {
		return nil, err
	}
	if int64(st.Type) != KernelFS[on] {
		return nil, fmt.Errorf("open %s: what is mounted on %s is not the kernel's", path, on)
	}
	return syscalls.OpenBelow(top, strings.TrimPrefix(strings.TrimPrefix(path, on), "/"), unix.O_PATH)
}
