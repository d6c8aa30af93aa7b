//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// startInside has the command born in the group. A process is in the group of whoever started it, and moves alone: what it
// has started before it is moved stays behind, with no limit, for good. So "start it, then write its number" is too late
// however quick it is.
//
// Version 2 can do it in one call: clone3(2) with CLONE_INTO_CGROUP takes the group's directory. Version 1 cannot. There the
// first instructions are our own: this program, started again, moves itself, and only then becomes the command.
func startInside(group string, version int, again *exec.Cmd, command []string) (int, error) {
	cmd := again
	if version == 2 {
		dir, err := os.Open(group)
		if err != nil {
			return 0, err
		}
		defer dir.Close()
		cmd = exec.Command(command[0], command[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		cmd.SysProcAttr = &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: int(dir.Fd())}
	}
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	return 0, err
}

// becomeCommand joins. The number 0 means "the one that writes".
func becomeCommand(group string, command []string) error {
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte("0"), 0); err != nil {
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return fmt.Errorf("exec %s: %w", path, syscall.Exec(path, command, os.Environ()))
}
