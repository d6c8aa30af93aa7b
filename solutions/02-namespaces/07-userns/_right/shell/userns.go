//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// A shell waits at a pipe until the maps are written, and becomes the command.
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

// a shell child waits on stdin-like fifo: sh reads fd 3, then execs
func asRoot(command []string) (int, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	c := mkcmd(append([]string{"/bin/sh", "-c", "read x <&3; exec 3<&-; exec \"$@\"", "sh"}, command...))
	c.ExtraFiles = []*os.File{r}
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER}
	if err := c.Start(); err != nil {
		return 0, err
	}
	p := fmt.Sprintf("/proc/%d/", c.Process.Pid)
	for _, kv := range [][2]string{{"setgroups", "deny"}, {"uid_map", fmt.Sprintf("0 %d 1", os.Getuid())}, {"gid_map", fmt.Sprintf("0 %d 1", os.Getgid())}} {
		if err := os.WriteFile(p+kv[0], []byte(kv[1]), 0); err != nil {
			return 0, err
		}
	}
	fmt.Fprintln(w)
	w.Close()
	return statusOf(c.Wait())
}
