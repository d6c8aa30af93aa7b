//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// startInside moves the second start of itself, which does not wait for that.
func startInside(group string, _ int, again *exec.Cmd, _ []string) (int, error) {
	if err := again.Start(); err != nil {
		return 0, err
	}
	procs, err := os.OpenFile(filepath.Join(group, "cgroup.procs"), os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer procs.Close()
	for {
		children, err := os.ReadFile("/proc/" + strconv.Itoa(again.Process.Pid) + "/task/" + strconv.Itoa(again.Process.Pid) + "/children")
		if err != nil || len(children) > 0 {
			break // it has become a shell
		}
	}
	if _, err := procs.WriteString(strconv.Itoa(again.Process.Pid)); err != nil {
		return 0, err
	}
	again.Wait()
	return again.ProcessState.ExitCode(), nil
}

func becomeCommand(_ string, command []string) error {
	return syscall.Exec(command[0], command, os.Environ())
}
