//go:build linux

package main

import (
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// An error of one's own takes the place of its cause.
func become(command []string) error {
	for _, dir := range strings.Split(path, ":") {
		file := dir + "/" + command[0]
		if strings.Contains(command[0], "/") {
			file = command[0]
		}
		if _, err := os.Stat(file); err != nil {
			continue
		}
		for fd := 3; fd < 1<<16; fd++ {
			unix.CloseOnExec(fd)
		}
		env := []string{"PATH=" + path, "HOME=/root"}
		if term, set := os.LookupEnv("TERM"); set {
			env = append(env, "TERM="+term)
		}
		unix.Exec(file, command, env)
	}
	return errors.New("command not found")
}
