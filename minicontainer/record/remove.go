// Removing what a container has written.
//
// An ordinary user's container can leave files that its maker may not remove: directories
// without permissions, and, where the user has further ids (newuidmap), files of those. The
// first are opened before; for the second a process in a user namespace with the same ids
// is root over them.

package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// removerName is the argv[0] of that process, this program again; the directory follows.
const removerName = "minicontainer: remover"

// init is where the remover begins and ends.
func init() {
	if len(os.Args) == 2 && os.Args[0] == removerName {
		if os.RemoveAll(os.Args[1]) != nil {
			os.Exit(1) //nolint:forbidigo // the remover is a program of its own, which must never reach main
		}
		os.Exit(0) //nolint:forbidigo // see above
	}
}

// RemoveTree removes a directory with all that is in it, also the files of a container's further users.
func RemoveTree(root string) error {
	err := rootfs.RemoveTree(root)
	if errors.Is(err, fs.ErrPermission) && os.Geteuid() != 0 {
		return removeAsRoot(root)
	}
	return err
}

func removeAsRoot(root string) error {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer self.Close()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer null.Close()
	pid, err := namespace.Spawn{
		Program: self, Args: []string{removerName, root}, Files: []*os.File{null, null, null},
		New: unix.CLONE_NEWUSER, Maps: namespace.Rootless().Write, Root: true,
	}.Start()
	if err != nil {
		return fmt.Errorf("remove files of the container's users: %w", err)
	}
	status, err := namespace.Reap(pid)
	if err == nil && status != 0 {
		err = errors.New("some are left")
	}
	if err != nil {
		return fmt.Errorf("remove files of the container's users: %w", err)
	}
	return nil
}
