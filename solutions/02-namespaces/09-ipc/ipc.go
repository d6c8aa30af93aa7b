//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// runAlone starts command in an IPC namespace of its own, connected to this program's stdin, stdout and
// stderr, waits for its end and returns its exit status.
//
// In the command's view /dev/mqueue shows the message queues of that namespace. The host's shared memory, its
// queues and its mounts are as before.
func runAlone(command []string) (int, error) {
	runtime.LockOSThread() // the thread that moves is the one that starts the command
	if err := unix.Unshare(unix.CLONE_NEWIPC | unix.CLONE_NEWNS); err != nil {
		return 0, fmt.Errorf("make namespaces: %w", err)
	}
	// Otherwise the next mount appears on the host.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return 0, fmt.Errorf("cut off the host's mounts: %w", err)
	}
	// A mount of this type shows the IPC namespace of who mounts it, for ever: the one that is
	// there is the host's. Source: mq_overview(7).
	if err := unix.Mount("mqueue", "/dev/mqueue", "mqueue", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return 0, fmt.Errorf("mount /dev/mqueue: %w", err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
