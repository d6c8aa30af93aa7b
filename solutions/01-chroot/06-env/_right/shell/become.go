//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"syscall"
)

func become(command []string) error {
	unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC)
	env := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	if t, ok := os.LookupEnv("TERM"); ok {
		env = append(env, "TERM="+t)
	}
	return syscall.Exec("/bin/sh", append([]string{"sh", "-c", "exec \"$@\"", "sh"}, command...), env)
}
