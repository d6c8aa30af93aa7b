//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// enter starts command in the container whose first process is pid, connected to this program's
// stdin, stdout and stderr, waits for its end and returns its exit status.
//
// The command has the mount, UTS, IPC, PID, network and cgroup namespaces of that process, its root and
// working directory and its environment. Of this program it has the three streams and nothing else.
func enter(pid int, command []string) (int, error) {
	// A namespace is a thread's. This one ends with the program, so nobody gets it back.
	runtime.LockOSThread()
	environ, err := environOf(pid)
	if err != nil {
		return 0, fmt.Errorf("read environment of %d: %w", pid, err)
	}
	if err := join(pid); err != nil {
		return 0, fmt.Errorf("enter %d: %w", pid, err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	// The fork: a joined PID namespace counts for children. Source: setns(2).
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func environOf(pid int) ([]string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return nil, err
	}
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == 0 }), nil
}

// join moves the calling thread. Everything is opened first: in the other mount namespace /proc
// is another one, and pid is nobody's number there.
func join(pid int) error {
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return err
	}
	defer unix.Close(process)
	root, err := os.Open(fmt.Sprintf("/proc/%d/root", pid))
	if err != nil {
		return err
	}
	defer root.Close()
	work, err := os.Open(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return err
	}
	defer work.Close()
	// The threads of a Go program share root and working directory, and who shares them
	// may not go into another mount namespace alone (EINVAL). From here on this thread's are its own.
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return fmt.Errorf("unshare working directory: %w", err)
	}
	const all = unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWCGROUP
	if err := unix.Setns(process, all); err != nil {
		return fmt.Errorf("join namespaces: %w", err)
	}
	// The mount namespace's root is not always the process's.
	return errors.Join(root.Chdir(), unix.Chroot("."), work.Chdir())
}
