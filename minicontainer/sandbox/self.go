// The program that becomes the child half must not be writable from inside.
//
// For a moment, and longer if an image makes its program a link to
// /proc/self/exe, a process of the container runs from the runtime's own file. A
// link in /proc leads to that very file, whatever the mount namespace hides, and
// root in the container is root: once nobody executes the file any more it can be
// written, and the host's next container starts the attacker's program
// (CVE-2019-5736). So the child half is started from a view of the file that
// cannot be written:
//
//	as root   a detached read-only mount of the file (open_tree), which costs nothing
//	otherwise a copy in memory, sealed against writing (memfd_create)

package sandbox

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

const selfPath = "/proc/self/exe"

// openSelf opens this program as a file that can be executed, by its
// syscalls.FDPath, but not written. The caller closes it when the child half runs.
func openSelf() (*os.File, error) {
	if f, err := readOnlyMount(selfPath); err == nil {
		return f, nil
	}
	f, err := syscalls.SealedCopy(selfPath)
	if err != nil {
		return nil, fmt.Errorf("copy this program into memory: %w", err)
	}
	return f, nil
}

// readOnlyMount binds the file to a mount that is attached to nothing and goes
// away with the last use. Source: open_tree(2), mount_setattr(2), Linux 5.12.
func readOnlyMount(path string) (*os.File, error) {
	fd, err := unix.OpenTree(unix.AT_FDCWD, path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), path)
	err = unix.MountSetattr(fd, "", unix.AT_EMPTY_PATH, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
