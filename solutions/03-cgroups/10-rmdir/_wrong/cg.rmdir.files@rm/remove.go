//go:build linux

package main

import (
	"os"
	"os/exec"
)

// removeGroup uses rm.
func removeGroup(group string) error {
	cmd := exec.Command("rm", "-rf", group)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}
