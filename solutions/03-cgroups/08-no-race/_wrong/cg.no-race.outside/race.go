//go:build linux

package main

import (
	"os"
	"os/exec"
)

func startInside(group string, _ int, _ *exec.Cmd, command []string) (int, error) {
	os.MkdirAll(group, 0o755)
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Run()
	return cmd.ProcessState.ExitCode(), nil
}

func becomeCommand(string, []string) error { return nil }
