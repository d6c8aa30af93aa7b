//go:build linux

package main

import (
	"os"
	"syscall"
)

func run(root string, command []string) (int, error) {
	old, err := os.Open("/")
	if err != nil {
		return 0, err
	}
	defer old.Close()
	wd, err := os.Open(".")
	if err != nil {
		return 0, err
	}
	defer wd.Close()
	if err := syscall.Chroot(root); err != nil {
		return 0, err
	}
	if err := os.Chdir("/"); err != nil {
		return 0, err
	}
	pid, err := syscall.ForkExec(command[0], command, &syscall.ProcAttr{Files: []uintptr{0, 1, 2}, Env: os.Environ()})
	old.Chdir()
	syscall.Chroot(".")
	wd.Chdir()
	if err != nil {
		return 0, err
	}
	var ws syscall.WaitStatus
	for {
		_, err = syscall.Wait4(pid, &ws, 0, nil)
		if err != syscall.EINTR {
			break
		}
	}
	return ws.ExitStatus(), err
}
