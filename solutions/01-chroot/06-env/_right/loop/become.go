//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"path/filepath"
	"strings"
)

func become(command []string) error {
	var rl unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &rl); err != nil {
		return err
	}
	max := rl.Max
	if max > 1<<20 {
		max = 1 << 20
	}
	for fd := uintptr(3); fd < uintptr(max); fd++ {
		unix.FcntlInt(fd, unix.F_SETFD, unix.FD_CLOEXEC)
	}
	env := []string{"TERM=" + os.Getenv("TERM"), "HOME=/root", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	if _, ok := os.LookupEnv("TERM"); !ok {
		env = env[1:]
	}
	if strings.ContainsRune(command[0], '/') {
		return unix.Exec(command[0], command, env)
	}
	err := error(unix.ENOENT)
	for _, d := range filepath.SplitList(strings.TrimPrefix(env[len(env)-1], "PATH=")) {
		switch e := unix.Exec(filepath.Join(d, command[0]), command, env); e {
		case unix.ENOENT, unix.ENOTDIR:
		case unix.EACCES:
			err = e
		default:
			return e
		}
	}
	return err
}
