// A directory of another mount namespace.
//
// A bind mount repeats what is mounted in its own namespace only: of a directory that is reached by /proc/PID/root the kernel
// says EINVAL. So a thread goes there (setns), takes a copy of the mount that is nowhere yet (open_tree), and that is put into place
// from here. The thread cannot come back, and ends. Source: setns(2), open_tree(2), move_mount(2), Linux 5.2.

package mount

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Borrow shows at Target, inside Root, what the process sees at Path.
type Borrow struct {
	Root, Target string
	Pid          int
	Path         string // absolute, in the process's own view
}

// borrowed tells whether a source is another process's: /proc/PID/root/PATH.
func borrowed(source string) (pid int, path string, ok bool) {
	rest, ok := strings.CutPrefix(source, "/proc/")
	number, path, found := strings.Cut(rest, "/root/")
	pid, err := strconv.Atoi(number)
	return pid, "/" + path, ok && found && err == nil && pid > 0
}

// Name is "borrow" and the path.
func (b Borrow) Name() string { return "borrow " + b.Path }

// Line says what no shell command does.
func (b Borrow) Line() string {
	return plan.NotTypable(fmt.Sprintf("%s as process %d sees it, on %s", b.Path, b.Pid, filepath.Join(orSlash(b.Root), b.Target)))
}

// Do mounts it.
func (b Borrow) Do() error {
	target, err := syscalls.OpenInRoot(orSlash(b.Root), b.Target, unix.O_PATH)
	if err != nil {
		return err
	}
	defer target.Close()
	tree, err := b.take()
	if err != nil {
		return fmt.Errorf("%s of process %d: %w", b.Name(), b.Pid, err)
	}
	defer unix.Close(tree) //nolint:errcheck // it is mounted, or not
	if err := unix.MoveMount(tree, "", int(target.Fd()), "", unix.MOVE_MOUNT_F_EMPTY_PATH|unix.MOVE_MOUNT_T_EMPTY_PATH); err != nil {
		return fmt.Errorf("%s: %w", b.Name(), err)
	}
	return nil
}

// take returns a descriptor of the copy.
func (b Borrow) take() (tree int, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		tree, err = b.takeThere()
	}()
	<-done
	return tree, err
}

func (b Borrow) takeThere() (int, error) {
	there, err := unix.Open(fmt.Sprintf("/proc/%d/ns/mnt", b.Pid), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	defer unix.Close(there) //nolint:errcheck // only read
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return -1, err
	}
	if err := unix.Setns(there, unix.CLONE_NEWNS); err != nil {
		return -1, err
	}
	return unix.OpenTree(unix.AT_FDCWD, b.Path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
}

var _ plan.Step = Borrow{}
