//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
)

const insideArg = "--in-user-namespace"

// The maps in the order of the names, and nothing else.
func asRoot(command []string) (int, error) {
	if command[0] == insideArg {
		return 0, becomeRoot(command[1:])
	}
	wait, goOn, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command("/proc/self/exe", append([]string{insideArg}, command...)...)
	cmd.Args[0] = os.Args[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{wait}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	wait.Close()
	if err := writeProc(cmd.Process.Pid, "uid_map", fmt.Sprintf("0 %d 1", os.Getuid())); err != nil {
		return 0, err
	}
	if err := writeProc(cmd.Process.Pid, "gid_map", fmt.Sprintf("0 %d 1", os.Getgid())); err != nil {
		return 0, err
	}
	goOn.Close()
	var exit *exec.ExitError
	if err := cmd.Wait(); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	} else if err != nil {
		return 0, err
	}
	return 0, nil
}

// becomeRoot waits for the end of the pipe, which says that the maps are written.
func becomeRoot(command []string) error {
	pipe := os.NewFile(3, "wait")
	io.ReadAll(pipe)
	pipe.Close()
	return syscall.Exec(command[0], command, os.Environ())
}

func writeProc(pid int, name, text string) error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/%s", pid, name), []byte(text), 0)
}
