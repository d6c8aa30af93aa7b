//go:build linux

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// The kernel is expected to search.
func become(command []string) error {
	for fd := 3; fd < 1<<16; fd++ {
		unix.CloseOnExec(fd)
	}
	env := []string{"PATH=" + path, "HOME=/root"}
	if term, set := os.LookupEnv("TERM"); set {
		env = append(env, "TERM="+term)
	}
	return unix.Exec(command[0], command, env)
}
