//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

const innerArg = "--joined"

// The program starts itself: the copy is born into the container's PID namespace, and only there
// enters the rest, by descriptors that it was given, and becomes the command.
func enter(pid int, command []string) (int, error) {
	if command[0] == innerArg {
		return 0, become(command[1:])
	}
	runtime.LockOSThread()
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return 0, err
	}
	var files []*os.File
	for _, name := range []string{"ns/pid", "ns/uts", "ns/ipc", "ns/net", "ns/cgroup", "ns/mnt", "root", "cwd"} {
		f, err := os.Open(fmt.Sprintf("/proc/%d/%s", pid, name))
		if err != nil {
			return 0, err
		}
		files = append(files, f)
	}
	if err := unix.Setns(int(files[0].Fd()), unix.CLONE_NEWPID); err != nil {
		return 0, err
	}
	cmd := exec.Command("/proc/self/exe", append([]string{strconv.Itoa(pid), innerArg}, command...)...)
	cmd.Env = strings.Split(strings.TrimSuffix(string(environ), "\x00"), "\x00")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.ExtraFiles = files[1:]
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func become(command []string) error {
	runtime.LockOSThread()
	for fd := 3; fd <= 9; fd++ {
		unix.CloseOnExec(fd)
	}
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return err
	}
	for fd := 3; fd <= 7; fd++ {
		if err := unix.Setns(fd, 0); err != nil {
			return err
		}
	}
	if err := errors.Join(unix.Fchdir(8), unix.Chroot("."), unix.Fchdir(9)); err != nil {
		return err
	}
	return unix.Exec(command[0], command, os.Environ())
}
