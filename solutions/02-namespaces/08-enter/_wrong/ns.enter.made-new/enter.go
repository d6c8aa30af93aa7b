//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Namespaces of the same kinds, and the container's root.
func statusOf(err error) (int, error) {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode(), nil
	}
	return 0, err
}

func mkcmd(command []string) *exec.Cmd {
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	return c
}

func envOf(pid int) []string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	s := strings.Split(strings.TrimRight(string(b), "\x00"), "\x00")
	return s
}

var kinds = []string{"ipc", "uts", "net", "cgroup", "pid", "mnt"}

func enter(pid int, command []string) (int, error) {
	c := mkcmd(command)
	c.Env = envOf(pid)
	c.Dir = "/"
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: fmt.Sprintf("/proc/%d/root", pid), Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWNET | syscall.CLONE_NEWCGROUP}
	return statusOf(c.Run())
}
