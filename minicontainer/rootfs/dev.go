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
	"errors"
	"fmt"
	"os"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Node makes one device, or FIFO, in a root.
type Node struct {
	Root, Path   string
	Kind         string // c, b or p, as mknod(1) has it; "" is c
	Major, Minor uint32
	Mode         os.FileMode // permissions; 0 is 0666
	UID, GID     uint32
}

func (n Node) kind() string {
	if n.Kind == "" || n.Kind == "u" {
		return "c"
	}
	return n.Kind
}

// kinds are the file types of mknod(2).
var kinds = map[string]uint32{"c": unix.S_IFCHR, "b": unix.S_IFBLK, "p": unix.S_IFIFO}

func (n Node) mode() uint32 {
	if n.Mode == 0 {
		return 0o666
	}
	return uint32(n.Mode.Perm())
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

// Do makes the node. mknod(2) is subject to the umask, so the mode is set afterwards.
func (n Node) Do() error {
	dir, err := syscalls.OpenInRoot(n.Root, filepath.Dir(n.Path), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer dir.Close()
	name := filepath.Base(n.Path)
	if err := unix.Mknodat(int(dir.Fd()), name, kinds[n.kind()]|n.mode(), int(unix.Mkdev(n.Major, n.Minor))); err != nil {
		return fmt.Errorf("%s: %w", n.Name(), err)
	}
	if n.UID != 0 || n.GID != 0 {
		if err := unix.Fchownat(int(dir.Fd()), name, int(n.UID), int(n.GID), unix.AT_SYMLINK_NOFOLLOW); err != nil {
			return fmt.Errorf("give away device %s: %w", n.Path, err)
		}
	}
	if err := unix.Fchmodat(int(dir.Fd()), name, n.mode(), 0); err != nil {
		return fmt.Errorf("open up device %s: %w", n.Path, err)
	}
	return nil
}

// Line is the mknod(1) command.
func (n Node) Line() string {
	path := plan.Quote(filepath.Join(n.Root, n.Path))
	line := fmt.Sprintf("mknod -m %o %s %s", n.mode(), path, n.kind())
	if n.kind() != "p" {
		line += fmt.Sprintf(" %d %d", n.Major, n.Minor)
	}
	if n.UID != 0 || n.GID != 0 {
		line += fmt.Sprintf(" && chown %d:%d %s", n.UID, n.GID, path)
	}
	return line
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
		steps = append(steps, bindDevice(root, n.Path)...)
	}
	return append(steps,
		Link{root, "/dev/fd", "/proc/self/fd"},
		Link{root, "/dev/stdin", "/proc/self/fd/0"},
		Link{root, "/dev/stdout", "/proc/self/fd/1"},
		Link{root, "/dev/stderr", "/proc/self/fd/2"},
		Link{root, "/dev/ptmx", "pts/ptmx"},
	)
}

func bindDevice(root, path string) []plan.Step {
	return []plan.Step{
		mount.Point{Root: root, Target: path, Like: path},
		mount.Mount{Root: root, Target: path, Source: path, Flags: unix.MS_BIND},
	}
}

// Device plans a further device of a container; none for what Devices makes in any case. With bind it is the host's of
// the same path, whatever its numbers. Source: runtime-spec config-linux.md "Devices".
func Device(root string, d specs.LinuxDevice, bind bool) []plan.Step {
	n := Node{Root: root, Path: filepath.Clean(d.Path), Kind: d.Type, Major: uint32(d.Major), Minor: uint32(d.Minor)} //nolint:gosec // the kernel's numbers have 12 and 20 bits
	if d.FileMode != nil {
		n.Mode = *d.FileMode
	}
	if d.UID != nil {
		n.UID = *d.UID
	}
	if d.GID != nil {
		n.GID = *d.GID
	}
	for _, known := range DefaultNodes {
		if known.Path == n.Path && known.Major == n.Major && known.Minor == n.Minor && n.UID == 0 && n.GID == 0 && n.mode() == known.mode() {
			return nil
		}
	}
	if bind && n.kind() != "p" {
		return bindDevice(root, n.Path)
	}
	return []plan.Step{mount.Point{Root: root, Target: filepath.Dir(n.Path)}, removeNode{root, n.Path}, n}
}

// removeNode makes room for a device that is to be another than the one that is there.
type removeNode struct{ Root, Path string }

func (r removeNode) Name() string { return "remove " + r.Path }
func (r removeNode) Line() string { return plan.Quote("rm", "-f", filepath.Join(r.Root, r.Path)) }

func (r removeNode) Do() error {
	dir, err := syscalls.OpenInRoot(r.Root, filepath.Dir(r.Path), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := unix.Unlinkat(int(dir.Fd()), filepath.Base(r.Path), 0); err != nil && !errors.Is(err, unix.ENOENT) {
		return fmt.Errorf("%s: %w", r.Name(), err)
	}
	return nil
}
