//go:build linux

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// All signals are passed on, to a group of its own.
func beInit(command []string) (int, error) {
	signals := make(chan os.Signal, 64)
	signal.Notify(signals)
	path, err := exec.LookPath(command[0])
	if err != nil {
		return 0, err
	}
	child, err := syscall.ForkExec(path, command, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}, Sys: &syscall.SysProcAttr{Setpgid: true}})
	if err != nil {
		return 0, err
	}
	go func() {
		for s := range signals {
			if s != unix.SIGCHLD && s != unix.SIGURG {
				unix.Kill(child, s.(unix.Signal))
			}
		}
	}()
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return 0, err
		}
		if pid == child && status.Signaled() {
			return 128 + int(status.Signal()), nil
		}
		if pid == child {
			return status.ExitStatus(), nil
		}
	}
}
