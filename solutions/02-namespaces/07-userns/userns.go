//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// asRoot starts command as root of a new user namespace, connected to this program's stdin,
// stdout and stderr, waits for its end and returns its exit status.
//
// It is called by an ordinary user. In the new namespace user 0 is that user and group 0 is that
// user's group, no other id is mapped, and the command has all capabilities there.
func asRoot(command []string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER,
		// Go writes these into /proc/PID/uid_map and gid_map while the child waits before its
		// execve: a process without a map loses its capabilities there. An ordinary user may map
		// one id, the own.
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		// "deny" in /proc/PID/setgroups comes first: otherwise somebody whom a group keeps out
		// of a file could leave that group. Source: user_namespaces(7).
		GidMappingsEnableSetgroups: false,
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 0, fmt.Errorf("start %s in a user namespace: %w", command[0], err)
	}
	return 0, nil
}
