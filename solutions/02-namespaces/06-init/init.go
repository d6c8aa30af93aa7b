//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// beInit is called in process 1 of a PID namespace. It starts command, connected to this program's
// stdin, stdout and stderr, and returns when command has ended, with its exit status, or 128+N if
// signal N has ended it. Until then it
//
//   - passes each SIGTERM, SIGINT and SIGHUP that it gets on to command
//   - fetches the status of every process that ends as its child, also of those that it has not started,
//     so that no zombie stays.
func beInit(command []string) (int, error) {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP) // before there is somebody to miss them
	path, err := exec.LookPath(command[0])
	if err != nil {
		return 0, err
	}
	// Not exec.Cmd: its Wait and ours would take the status away from each other.
	child, err := syscall.ForkExec(path, command, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
	if err != nil {
		return 0, fmt.Errorf("start %s: %w", path, err)
	}
	go func() {
		for s := range signals {
			unix.Kill(child, s.(unix.Signal)) //nolint:errcheck // it may have ended just now
		}
	}()
	return waitFor(child)
}

// waitFor fetches the status of whatever child ends, until it is this one. Orphans of the namespace become
// children of process 1. One SIGCHLD may stand for several children, so it is none that is
// waited for, but a child. Source: wait(2), pid_namespaces(7).
func waitFor(child int) (int, error) {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return 0, fmt.Errorf("wait: %w", err)
		case pid == child && status.Signaled():
			return 128 + int(status.Signal()), nil
		case pid == child:
			return status.ExitStatus(), nil
		}
	}
}
