//go:build linux

package main

import (
	"os"
	"syscall"
)

func run(root string, command []string) (int, error) {
	attr := &os.ProcAttr{Dir: "/", Env: os.Environ(), Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}, Sys: &syscall.SysProcAttr{Chroot: root}}
	p, err := os.StartProcess(command[0], command, attr)
	if err != nil {
		return 0, err
	}
	st, err := p.Wait()
	if err != nil {
		return 0, err
	}
	return st.ExitCode(), nil
}
