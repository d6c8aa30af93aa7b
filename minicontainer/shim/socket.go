// The socket of a container, by a path of any length.
//
// The address of a socket has room for 107 bytes, and a state directory may lie deeper than that. So the directory is
// opened, and the socket named through it: /proc/self/fd/N/attach. Source: unix(7), proc_pid_fd(5).

package shim

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

const socketName = "attach"

// listen makes the socket in the container's directory. Nobody but its owner may connect. The caller closes it.
func listen(dir string) (*os.File, error) {
	if err := os.Remove(filepath.Join(dir, socketName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("make socket: %w", err)
	}
	s, err := atSocket(dir, func(fd int, at unix.Sockaddr) error {
		if err := unix.Bind(fd, at); err != nil {
			return err
		}
		if err := os.Chmod(filepath.Join(dir, socketName), 0o600); err != nil { // before anybody can connect
			return err
		}
		return unix.Listen(fd, unix.SOMAXCONN)
	})
	if err != nil {
		return nil, fmt.Errorf("make socket: %w", err)
	}
	return s, nil
}

// connect connects to the socket in the container's directory. Where nobody listens the cause is ErrNobody.
func connect(dir string) (*os.File, error) {
	s, err := atSocket(dir, unix.Connect)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ECONNREFUSED) {
		err = ErrNobody
	}
	if err != nil {
		return nil, fmt.Errorf("connect to the container's shim: %w", err)
	}
	return s, nil
}

// ErrNobody is the cause when there is no shim to connect to.
var ErrNobody = errors.New("it has none")

func atSocket(dir string, do func(fd int, at unix.Sockaddr) error) (*os.File, error) {
	d, err := os.OpenFile(dir, unix.O_PATH|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := do(fd, &unix.SockaddrUnix{Name: filepath.Join(syscalls.FDPath(d), socketName)}); err != nil {
		unix.Close(fd) //nolint:errcheck // nothing was written to it
		return nil, err
	}
	return os.NewFile(uintptr(fd), socketName), nil
}

// accept waits for the next client. The error is os.ErrClosed when the socket is closed meanwhile.
func accept(listener *os.File) (client *os.File, err error) {
	conn, err := listener.SyscallConn()
	if err != nil {
		return nil, err
	}
	fd := -1
	var acceptErr error
	err = conn.Read(func(s uintptr) (done bool) {
		fd, _, acceptErr = unix.Accept4(int(s), unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK)
		return !errors.Is(acceptErr, unix.EAGAIN)
	})
	if err = errors.Join(err, acceptErr); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "client"), nil
}

// packetPair are two connected ends, for a client that is there before anybody can connect.
func packetPair() (ours, theirs *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("make socket: %w", err)
	}
	return os.NewFile(uintptr(fds[0]), "shim"), os.NewFile(uintptr(fds[1]), "client"), nil
}
