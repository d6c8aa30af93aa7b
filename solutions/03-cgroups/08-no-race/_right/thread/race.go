//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

// startInside has a thread join on version 1, which is not the process's first and ends with its goroutine.
func startInside(group string, version int, _ *exec.Cmd, command []string) (int, error) {
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	attr := &os.ProcAttr{Files: files, Sys: &syscall.SysProcAttr{}}
	if version == 2 {
		fd, err := syscall.Open(group, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
		if err != nil {
			return 0, err
		}
		defer syscall.Close(fd)
		attr.Sys.UseCgroupFD, attr.Sys.CgroupFD = true, fd
	}
	var child *os.Process
	failed := make(chan error)
	go func() {
		runtime.LockOSThread()
		var err error
		if version == 1 {
			err = os.WriteFile(filepath.Join(group, "tasks"), []byte(strconv.Itoa(syscall.Gettid())), 0)
		}
		if err == nil {
			child, err = os.StartProcess(command[0], command, attr)
		}
		failed <- err
	}()
	if err := <-failed; err != nil {
		return 0, err
	}
	state, err := child.Wait()
	if err != nil {
		return 0, err
	}
	return state.ExitCode(), nil
}

func becomeCommand(string, []string) error { return nil }
