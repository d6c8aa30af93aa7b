// Opening: a namespace as a file, to hold it or to join it.

package namespace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// Open opens the namespace that path leads to: a link in /proc/PID/ns, or a file that
// one is mounted on (as ip-netns(8) does). It stays as long as the file is open. A path
// that leads to anything else, or to another kind, is refused. The caller closes it.
func Open(path string, k Kind) (*os.File, error) {
	// Non-blocking: a path from outside may lead to a FIFO, on which open waits.
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s namespace %s: %w", k.File, path, err)
	}
	kind, err := unix.IoctlRetInt(fd, unix.NS_GET_NSTYPE)
	if err == nil && uintptr(kind) == k.Flag {
		return os.NewFile(uintptr(fd), path), nil
	}
	unix.Close(fd) //nolint:errcheck // it was only looked at
	if err != nil {
		return nil, fmt.Errorf("open %s namespace %s: it is not a namespace", k.File, path)
	}
	return nil, fmt.Errorf("open %s namespace %s: it is a namespace of another kind", k.File, path)
}

// OpenAll opens the namespaces of process pid that the caller is not in, in the order to join
// them. Opening comes before any joining: in another mount namespace /proc is another
// one, or none. The caller closes the files.
func OpenAll(pid int) ([]*os.File, error) {
	var files []*os.File
	for _, k := range JoinOrder(os.Geteuid() == 0) {
		theirs, err := Of(strconv.Itoa(pid), k)
		ours, ourErr := Of("self", k)
		switch {
		case errors.Is(ourErr, fs.ErrNotExist):
			continue // this kernel has no such kind
		case errors.Join(err, ourErr) != nil:
			Close(files)
			return nil, errors.Join(err, ourErr)
		case theirs == ours:
			continue // to join one's own user namespace is an error
		}
		f, err := Open(filepath.Join("/proc", strconv.Itoa(pid), "ns", k.File), k)
		if err != nil {
			Close(files)
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// JoinOrder is Kinds in the order to join them. It takes CAP_SYS_ADMIN in the user namespace that
// owns a namespace. An ordinary user has that only once in the user namespace, and joins it
// first; root has it until then, and may want others that belong to the host: so last.
func JoinOrder(root bool) []Kind {
	order := slices.Clone(Kinds)
	if root {
		order = append(order[1:], order[0])
	}
	return order
}

// IsUser tells whether an open namespace is a user namespace.
func IsUser(f *os.File) bool {
	kind, err := unix.IoctlRetInt(int(f.Fd()), unix.NS_GET_NSTYPE)
	return err == nil && kind == unix.CLONE_NEWUSER
}

// Close closes the files.
func Close(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
