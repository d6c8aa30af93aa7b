//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func init() {
	if os.Getenv("STAGE2") == "1" {
		os.Unsetenv("STAGE2")
		if err := syscall.Chroot(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(125)
		}
		if err := os.Chdir("/"); err != nil {
			os.Exit(125)
		}
		err := syscall.Exec(os.Args[2], os.Args[2:], os.Environ())
		fmt.Fprintln(os.Stderr, err)
		os.Exit(127)
	}
}

func run(root string, command []string) (int, error) {
	c := exec.Command("/proc/self/exe", append([]string{root}, command...)...)
	c.Env = append(os.Environ(), "STAGE2=1")
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := c.Run()
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		return ee.ExitCode(), nil
	}
	return c.ProcessState.ExitCode(), err
}
