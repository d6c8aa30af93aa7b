//go:build linux

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// Signals of all kinds in one loop; every SIGCHLD stands for any number of children.
func beInit(command []string) (int, error) {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP, unix.SIGCHLD)
	path, err := exec.LookPath(command[0])
	if err != nil {
		return 0, err
	}
	child, err := syscall.ForkExec(path, command, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
	if err != nil {
		return 0, err
	}
	for s := range signals {
		if s != unix.SIGCHLD {
			unix.Kill(child, s.(unix.Signal))
			continue
		}
		for {
			var status unix.WaitStatus
			pid, err := unix.Wait4(-1, &status, unix.WNOHANG, nil)
			if pid <= 0 || err != nil {
				break
			}
			if pid == child && status.Signaled() {
				return 128 + int(status.Signal()), nil
			}
			if pid == child {
				return status.ExitStatus(), nil
			}
		}
	}
	return 0, nil
}
