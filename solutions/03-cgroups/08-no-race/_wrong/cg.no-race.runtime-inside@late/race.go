//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// startInside writes the wrong number: its own.
func startInside(group string, _ int, _ *exec.Cmd, command []string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0o644); err != nil {
		return 0, err
	}
	cmd.Wait()
	return cmd.ProcessState.ExitCode(), nil
}

func becomeCommand(string, []string) error { return nil }
