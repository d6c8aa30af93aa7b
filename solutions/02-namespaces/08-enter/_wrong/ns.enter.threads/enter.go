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

// One namespace after the other.
func enter(pid int, command []string) (int, error) {
	runtime.LockOSThread()
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return 0, err
	}
	work, err := os.Open(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return 0, err
	}
	root, err := os.Open(fmt.Sprintf("/proc/%d/root", pid))
	if err != nil {
		return 0, err
	}
	for _, kind := range []string{"mnt", "cgroup", "ipc", "net", "pid", "uts"} {
		ns, err := os.Open(fmt.Sprintf("/proc/%d/ns/%s", pid, kind))
		if err != nil {
			return 0, err
		}
		if err := unix.Setns(int(ns.Fd()), 0); err != nil {
			return 0, fmt.Errorf("join %s: %w", kind, err)
		}
		ns.Close()
	}
	if err := errors.Join(root.Chdir(), unix.Chroot("."), work.Chdir()); err != nil {
		return 0, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = strings.Split(strings.TrimSuffix(string(environ), "\x00"), "\x00")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
