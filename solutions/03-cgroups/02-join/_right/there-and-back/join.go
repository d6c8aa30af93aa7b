//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// runInGroup makes a control group called name, in which there may be memory bytes and pids processes and threads,
// runs command in it, connected to this program's stdin, stdout and stderr, waits for its end and returns its
// exit status. This program itself stays in the groups it is in. Afterwards the group is gone, also after an error.
func runInGroup(name string, memory, pids int64, command []string) (status int, err error) {
	// It goes in, starts the command, and goes back to where it came from.
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0, err
	}
	_, home, _ := strings.Cut(string(text), "0::")
	memoryDir, memoryFile, err := groupFor("memory", name, "memory.limit_in_bytes", "memory.max")
	if err != nil {
		return 0, err
	}
	pidsDir, pidsFile, err := groupFor("pids", name, "pids.max", "pids.max")
	if err != nil {
		return 0, err
	}
	// In version 2 both are the same directory, and it is there the second time.
	for _, dir := range []string{memoryDir, pidsDir} {
		if err := os.Mkdir(dir, 0o755); err != nil && (dir != pidsDir || memoryDir != pidsDir) {
			return 0, err
		}
		// rmdir(2): the files in it are the kernel's. A group that is gone is as good.
		defer os.Remove(dir)
	}
	if err := errors.Join(writeGroup(memoryFile, memory), writeGroup(pidsFile, pids)); err != nil {
		return 0, err
	}
	for _, dir := range []string{memoryDir, pidsDir} {
		if err := writeGroup(filepath.Join(dir, "cgroup.procs"), int64(os.Getpid())); err != nil {
			return 0, err
		}
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Start()
	for _, dir := range []string{memoryDir, pidsDir} {
		back := filepath.Dir(dir)
		if memoryDir == pidsDir {
			back += strings.TrimSpace(home)
		}
		if err := writeGroup(filepath.Join(back, "cgroup.procs"), int64(os.Getpid())); err != nil {
			return 0, err
		}
	}
	if err != nil {
		return 0, err
	}
	return endOfMember(cmd)
}

// groupFor is the directory of the group in the tree of a controller, and the file of the limit in it.
func groupFor(controller, name, v1, v2 string) (dir, file string, err error) {
	version, tree, err := given.Tree(controller)
	if err != nil {
		return "", "", err
	}
	dir = filepath.Join(tree, name)
	if version == 1 {
		return dir, filepath.Join(dir, v1), nil
	}
	return dir, filepath.Join(dir, v2), nil
}

// writeGroup writes a number to a file of a group. The kernel takes each write for a whole value, and says at once if
// it does not want it. Without O_CREAT: a group has the files that it has.
func writeGroup(file string, value int64) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(strconv.FormatInt(value, 10)); err != nil {
		return fmt.Errorf("write %d: %w", value, err)
	}
	return nil
}

// endOfMember waits for the command. A status that is not 0 is a result, and no error.
func endOfMember(cmd *exec.Cmd) (int, error) {
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, err
	}
	if ended := exit.Sys().(syscall.WaitStatus); ended.Signaled() {
		return 128 + int(ended.Signal()), nil
	}
	return exit.ExitCode(), nil
}
