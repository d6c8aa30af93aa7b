//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

func startInside(_ string, _ int, again *exec.Cmd, _ []string) (int, error) {
	again.Run()
	return 0, nil
}

func becomeCommand(group string, command []string) error {
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte("0"), 0o644); err != nil {
		return err
	}
	return syscall.Exec(command[0], command, os.Environ())
}
