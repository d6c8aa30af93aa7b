//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// All at once by a pidfd; the working directory by its path.
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
	runtime.LockOSThread()
	env := envOf(pid)
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return 0, err
	}
	root, err := os.Readlink(fmt.Sprintf("/proc/%d/root", pid))
	if err != nil {
		return 0, err
	}
	if strings.HasPrefix(cwd, root) {
		cwd = cwd[len(root):]
		if cwd == "" {
			cwd = "/"
		}
	}
	rfd, _ := unix.Open(fmt.Sprintf("/proc/%d/root", pid), unix.O_PATH|unix.O_CLOEXEC, 0)
	pfd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return 0, err
	}
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return 0, err
	}
	if err := unix.Setns(pfd, unix.CLONE_NEWNS|unix.CLONE_NEWUTS|unix.CLONE_NEWIPC|unix.CLONE_NEWPID|unix.CLONE_NEWNET|unix.CLONE_NEWCGROUP); err != nil {
		return 0, err
	}
	unix.Fchdir(rfd)
	if err := unix.Chroot("."); err != nil {
		return 0, err
	}
	child, err := syscall.ForkExec(command[0], command, &syscall.ProcAttr{Dir: cwd, Env: env, Files: []uintptr{0, 1, 2}})
	if err != nil {
		return 0, err
	}
	var ws syscall.WaitStatus
	for {
		_, err := syscall.Wait4(child, &ws, 0, nil)
		if err != syscall.EINTR {
			break
		}
	}
	return ws.ExitStatus(), nil
}
