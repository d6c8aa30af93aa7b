//go:build linux

package main

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const containerPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// become replaces this program by command, in the same process, and returns only with an
// error. It is called inside of the new root.
//
// A command without a slash is looked up in the container's PATH, which is
// /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin. The command gets three standard
// streams and no other file descriptor. Its environment is PATH (the one above), HOME=/root and,
// if it is set here, TERM; nothing else. The error wraps fs.ErrNotExist if there is no such
// command, and fs.ErrPermission if there is one that may not be executed.
func become(command []string) error {
	path, err := findCommand(command[0])
	if err != nil {
		return err
	}
	// A directory of the host that is left open is a way out: fchdir(2), and one is there. All
	// from 3 on are marked for the kernel to close at execve: one call, no list to read.
	if err := unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return fmt.Errorf("close descriptors: %w", err)
	}
	return fmt.Errorf("exec %s: %w", path, unix.Exec(path, command, containerEnv()))
}

// findCommand does what execve(2) does not: it searches. Not exec.LookPath, which goes by
// the PATH that the host's user had.
func findCommand(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	for _, dir := range strings.Split(containerPath, ":") {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	return "", fmt.Errorf("find %s in PATH: %w", name, fs.ErrNotExist)
}

// containerEnv is written down from nothing: a list of what to leave out would always lack one.
func containerEnv() []string {
	env := []string{"PATH=" + containerPath, "HOME=/root"}
	if term, set := os.LookupEnv("TERM"); set {
		env = append(env, "TERM="+term)
	}
	return env
}
