//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// A new /dev altogether.
func statusOf(err error) (int, error) {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode(), nil
	}
	return 0, err
}

func mkcmd(command []string) *exec.Cmd {
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	return c
}

func init() {
	if len(os.Args) > 1 && os.Args[1] == "--in" {
		runtime.LockOSThread()
		if err := inside(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(125)
		}
		p, err := exec.LookPath(os.Args[2])
		if err != nil {
			os.Exit(127)
		}
		syscall.Exec(p, os.Args[2:], os.Environ())
		os.Exit(126)
	}
}

func runAlone(command []string) (int, error) {
	c := mkcmd(append([]string{"/proc/self/exe", "--in"}, command...))
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWIPC | syscall.CLONE_NEWNS}
	return statusOf(c.Run())
}

func inside() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount("tmpfs", "/dev", "tmpfs", 0, ""); err != nil {
		return err
	}
	os.Mkdir("/dev/mqueue", 0o777)
	if err := unix.Mount("mqueue", "/dev/mqueue", "mqueue", 0, ""); err != nil {
		return err
	}
	return nil
}
