// The device nodes of a container.
//
// /dev is a tmpfs of the container's own. The six nodes in it are the ones that
// ordinary programs cannot do without; anything more (a disk, /dev/mem) would be
// the machine itself. A device node is only a pair of numbers that names a
// driver in the kernel, and mknod(2) of one is refused in a user namespace, as
// whoever can name a driver has the device. There the host's node is bind
// mounted instead, which gives this device and no other.

package rootfs

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Node makes one character device in a root.
type Node struct {
	Root, Path   string
	Major, Minor uint32
}

// DefaultNodes are the devices that the OCI spec asks of every container.
// Source: runtime-spec config-linux.md "Default Devices"; numbers from the
// kernel's devices.txt.
var DefaultNodes = []Node{
	{Path: "/dev/null", Major: 1, Minor: 3},
	{Path: "/dev/zero", Major: 1, Minor: 5},
	{Path: "/dev/full", Major: 1, Minor: 7},
	{Path: "/dev/random", Major: 1, Minor: 8},
	{Path: "/dev/urandom", Major: 1, Minor: 9},
	{Path: "/dev/tty", Major: 5, Minor: 0},
}

// Name is "make device" and the path.
func (n Node) Name() string { return "make device " + n.Path }

// Do makes the node, readable and writable by everybody. mknod(2) is subject to
// the umask, so the mode is set afterwards.
func (n Node) Do() error {
	dir, err := syscalls.OpenInRoot(n.Root, filepath.Dir(n.Path), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer dir.Close()
	name := filepath.Base(n.Path)
	if err := unix.Mknodat(int(dir.Fd()), name, unix.S_IFCHR|0o666, int(unix.Mkdev(n.Major, n.Minor))); err != nil {
		return fmt.Errorf("%s: %w", n.Name(), err)
	}
	if err := unix.Fchmodat(int(dir.Fd()), name, 0o666, 0); err != nil {
		return fmt.Errorf("open up device %s: %w", n.Path, err)
	}
	return nil
}

// Line is the mknod(1) command.
func (n Node) Line() string {
	return fmt.Sprintf("mknod -m 666 %s c %d %d", plan.Quote(filepath.Join(n.Root, n.Path)), n.Major, n.Minor)
}

// Link makes one symbolic link in a root.
type Link struct{ Root, Path, To string }

// Name is "link" and the path.
func (l Link) Name() string { return "link " + l.Path }

// Do makes the link; one that is there already is left alone.
func (l Link) Do() error {
	dir, err := syscalls.OpenInRoot(l.Root, filepath.Dir(l.Path), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer dir.Close()
	err = unix.Symlinkat(l.To, int(dir.Fd()), filepath.Base(l.Path))
	if err != nil && !os.IsExist(err) {
		return fmt.Errorf("%s: %w", l.Name(), err)
	}
	return nil
}

// Line is the ln(1) command.
func (l Link) Line() string {
	return plan.Quote("ln", "-s", l.To, filepath.Join(l.Root, l.Path))
}

// Devices plans the nodes and links of a fresh /dev in root. With bind, the
// nodes are bind mounts of the host's, as a user namespace needs them.
// Source: runtime-spec runtime-linux.md "Dev symbolic links".
func Devices(root string, bind bool) []plan.Step {
	var steps []plan.Step
	for _, n := range DefaultNodes {
		n.Root = root
		if !bind {
			steps = append(steps, n)
			continue
		}
		steps = append(steps,
			mount.Point{Root: root, Target: n.Path, Like: n.Path},
			mount.Mount{Root: root, Target: n.Path, Source: n.Path, Flags: unix.MS_BIND})
	}
	return append(steps,
		Link{root, "/dev/fd", "/proc/self/fd"},
		Link{root, "/dev/stdin", "/proc/self/fd/0"},
		Link{root, "/dev/stdout", "/proc/self/fd/1"},
		Link{root, "/dev/stderr", "/proc/self/fd/2"},
		Link{root, "/dev/ptmx", "pts/ptmx"},
	)
}
