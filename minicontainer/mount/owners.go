// Owners: a mount can show other owners of files than the file system has stored.
//
// A volume's files belong to user 1000, say, and in the container they are to belong to its root. To change them on the disk would
// change them for everybody. Since Linux 5.12 the numbers can be changed on the way instead, for one mount. How, a user
// namespace says, in which nobody need be: a line "0 1000 1" of its uid_map shows what is stored as 0 as 1000.
//
// The kernel maps only a mount that is not in place yet. So a copy is taken that is nowhere (open_tree), it is mapped
// (mount_setattr), and then put into place (move_mount). The first two need rights over the file system, which a container in a
// user namespace of its own has not: the parent half does them, and the child half gets the copy as an open file.
// Source: mount_setattr(2), MOUNT_ATTR_IDMAP; runtime-spec config.md, "mounts", uidMappings.

package mount

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// MapOwners takes a copy of the mount at source, with all below it if recursive, that shows owners as the user namespace maps them: in
// all mounts of the copy, or in the topmost alone. The caller closes it. A file system that cannot do it is EINVAL.
func MapOwners(source string, recursive, everywhere bool, users *os.File) (*os.File, error) {
	flags := uint(unix.OPEN_TREE_CLONE | unix.OPEN_TREE_CLOEXEC)
	if recursive {
		flags |= unix.AT_RECURSIVE
	}
	fd, err := unix.OpenTree(unix.AT_FDCWD, source, flags)
	if err != nil {
		return nil, fmt.Errorf("map owners of %s: %w", source, err)
	}
	tree := os.NewFile(uintptr(fd), source) //nolint:gosec // a descriptor
	how := uint(unix.AT_EMPTY_PATH)
	if everywhere {
		how |= unix.AT_RECURSIVE
	}
	err = unix.MountSetattr(fd, "", how, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_IDMAP, Userns_fd: uint64(users.Fd())})
	if err != nil {
		tree.Close()
		return nil, fmt.Errorf("map owners of %s: %w", source, err)
	}
	return tree, nil
}

// Attach puts a copy of a mount into place.
type Attach struct {
	Root, Target string
	Source       string     // what it is a copy of
	Tree         func() int // its descriptor, when it is needed
}

// Name is "attach", the source and the target.
func (a Attach) Name() string {
	return fmt.Sprintf("attach %s with mapped owners on %s", a.Source, a.Target)
}

// Line names what mount(8) has for it since util-linux 2.39.
func (a Attach) Line() string {
	return plan.NotTypable(fmt.Sprintf("mount --bind -o X-mount.idmap=… %s %s", a.Source, filepath.Join(orSlash(a.Root), a.Target)))
}

// Do attaches it.
func (a Attach) Do() error {
	target, err := syscalls.OpenInRoot(orSlash(a.Root), a.Target, unix.O_PATH)
	if err != nil {
		return err
	}
	defer target.Close()
	if err := unix.MoveMount(a.Tree(), "", int(target.Fd()), "", unix.MOVE_MOUNT_F_EMPTY_PATH|unix.MOVE_MOUNT_T_EMPTY_PATH); err != nil {
		return fmt.Errorf("%s: %w", a.Name(), err)
	}
	return nil
}

// MappedSteps is Steps for a bind mount whose owners are mapped, of which there is a copy.
func MappedSteps(root, target, source string, options []string, tree func() int) ([]plan.Step, error) {
	o, err := ParseOptions(options)
	if err != nil {
		return nil, fmt.Errorf("plan mount of %s: %w", target, err)
	}
	return bound([]plan.Step{
		Point{Root: root, Target: target, Like: source},
		Attach{Root: root, Target: target, Source: source, Tree: tree},
	}, root, target, o), nil
}

var _ plan.Step = Attach{}
