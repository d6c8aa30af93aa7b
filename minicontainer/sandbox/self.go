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
//
// Who enters a container that runs has one more such moment: from its birth in the container's
// PID namespace to the execve of the child half it is a copy of the parent half, and its link in /proc leads to
// that one's file. So the parent half itself must run from a sealed copy then (Seal).

package sandbox

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

const selfPath = "/proc/self/exe"

// openSelf opens this program as a file that can be executed, by its
// syscalls.FDPath, but not written. The caller closes it when the child half runs.
func openSelf() (*os.File, error) {
	if sealed() {
		return os.Open(selfPath)
	}
	if f, err := readOnlyMount(selfPath); err == nil {
		return f, nil
	}
	f, err := syscalls.SealedCopy(selfPath)
	if err != nil {
		return nil, fmt.Errorf("copy this program into memory: %w", err)
	}
	return f, nil
}

// Seal executes this program once more from a copy of itself in memory that nobody can write, with the same
// arguments and environment; where it runs from one already it returns. Call it early in a program that joins
// the PID namespace of a container in which root is root of this machine. An ordinary user's program needs no such
// care: it may not be looked at from the container's user namespace (PR_SET_DUMPABLE in namespace/fork.go).
func Seal() error {
	if os.Geteuid() != 0 || sealed() {
		return nil
	}
	f, err := syscalls.SealedCopy(selfPath)
	if err != nil {
		return fmt.Errorf("copy this program into memory: %w", err)
	}
	defer f.Close()
	return fmt.Errorf("execute this program from memory: %w", executeFile(int(f.Fd()), os.Args, os.Environ()))
}

// sealed tells whether this program runs from a sealed copy. Source: fcntl(2), F_GET_SEALS.
func sealed() bool {
	f, err := os.Open(selfPath)
	if err != nil {
		return false
	}
	defer f.Close()
	seals, err := unix.FcntlInt(f.Fd(), unix.F_GET_SEALS, 0)
	return err == nil && seals&unix.F_SEAL_WRITE != 0
}

// errLinked is the cause where this program was to run among files that are not the host's.
var errLinked = errors.New("this program is linked with the host's C library, which is not in the container: build it with CGO_ENABLED=0")

// explainSelf tells why this program could not be executed in a container. The kernel says "no such file" also of a program's loader.
func explainSelf(err error) error {
	if !errors.Is(err, unix.ENOENT) {
		return err
	}
	if bin, inspectErr := rootfs.InspectFile(selfPath); inspectErr == nil && bin.Interpreter == "" {
		return err
	}
	return errLinked
}

// executeFile executes an open file. It returns only with an error. Source: execveat(2).
func executeFile(fd int, args, env []string) error {
	argv, err := syscall.SlicePtrFromStrings(args)
	if err != nil {
		return err
	}
	envp, err := syscall.SlicePtrFromStrings(env)
	if err != nil {
		return err
	}
	var empty [1]byte
	_, _, errno := unix.RawSyscall6(unix.SYS_EXECVEAT, uintptr(fd), uintptr(unsafe.Pointer(&empty)),
		uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envp[0])), unix.AT_EMPTY_PATH, 0)
	runtime.KeepAlive(argv)
	runtime.KeepAlive(envp)
	return errno
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
