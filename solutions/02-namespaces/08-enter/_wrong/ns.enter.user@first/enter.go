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

// All that is in /proc/PID/ns, in the order of the list.
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

var kinds = []string{"user", "ipc", "uts", "net", "cgroup", "pid", "mnt"}

func enter(pid int, command []string) (int, error) {
	type res struct {
		s int
		e error
	}
	ch := make(chan res)
	go func() {
		runtime.LockOSThread()
		s, e := func() (int, error) {
			env := envOf(pid)
			root, err := unix.Open(fmt.Sprintf("/proc/%d/root", pid), unix.O_PATH|unix.O_CLOEXEC|unix.O_DIRECTORY, 0)
			if err != nil {
				return 0, err
			}
			cwd, err := unix.Open(fmt.Sprintf("/proc/%d/cwd", pid), unix.O_PATH|unix.O_CLOEXEC|unix.O_DIRECTORY, 0)
			if err != nil {
				return 0, err
			}
			var fds []int
			for _, k := range kinds {
				fd, err := unix.Open(fmt.Sprintf("/proc/%d/ns/%s", pid, k), unix.O_RDONLY|unix.O_CLOEXEC, 0)
				if err != nil {
					return 0, err
				}
				fds = append(fds, fd)
			}
			if err := unix.Unshare(unix.CLONE_FS); err != nil {
				return 0, err
			}
			for i, fd := range fds {
				if err := unix.Setns(fd, 0); err != nil {
					return 0, fmt.Errorf("%s: %w", kinds[i], err)
				}
			}
			if err := unix.Fchdir(root); err != nil {
				return 0, err
			}
			if err := unix.Chroot("."); err != nil {
				return 0, err
			}
			if err := unix.Fchdir(cwd); err != nil {
				return 0, err
			}
			c := mkcmd(command)
			c.Env = env
			return statusOf(c.Run())
		}()
		ch <- res{s, e}
	}()
	r := <-ch
	return r.s, r.e
}
