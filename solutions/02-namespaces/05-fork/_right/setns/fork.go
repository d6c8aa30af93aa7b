//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// Process 1 is made by clone, and its namespace joined for children.
func inTurn(again *exec.Cmd, lines []string) (int, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	again.Stdin = r
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if err := again.Start(); err != nil {
		return 0, err
	}
	defer again.Wait()
	defer w.Close()
	ns, err := os.Open(fmt.Sprintf("/proc/%d/ns/pid", again.Process.Pid))
	if err != nil {
		return 0, err
	}
	defer ns.Close()
	if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWPID); err != nil {
		return 0, err
	}
	status := 0
	for _, line := range lines {
		sh := exec.Command("/bin/sh", "-c", line)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, os.Stdout, os.Stderr
		err := sh.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return 0, err
		}
		status = sh.ProcessState.ExitCode()
	}
	return status, nil
}

func helpInTurn(lines []string) (int, error) {
	_, err := io.Copy(io.Discard, os.Stdin)
	return 0, err
}
