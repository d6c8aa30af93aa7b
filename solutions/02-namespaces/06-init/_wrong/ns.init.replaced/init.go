//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// No init at all.
func beInit(command []string) (int, error) {
	path, err := exec.LookPath(command[0])
	if err != nil {
		return 0, err
	}
	return 0, syscall.Exec(path, command, os.Environ())
}
