//go:build linux

package main

import (
	"os"
	"os/exec"
)

// Nothing is made.
func alone(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
