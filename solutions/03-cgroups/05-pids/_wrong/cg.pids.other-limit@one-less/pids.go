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

	"github.com/minicontainer/minicontainer/exercises/given"
)

// runFenced makes a control group called name, in which there may be most threads at a time, runs command in it,
// connected to this program's stdin, stdout and stderr, and waits for its end. It returns the exit status of the
// command, and how many forks the kernel has refused in the group. This program itself stays in the groups it is in.
// Afterwards the group is gone, also after an error.
func runFenced(name string, most int64, command []string) (status int, refused int64, err error) {
	_, tree, err := given.Tree("pids")
	if err != nil {
		return 0, 0, err
	}
	group := filepath.Join(tree, name)
	if err := os.Mkdir(group, 0o755); err != nil {
		return 0, 0, err
	}
	defer os.Remove(group) // rmdir(2)
	// The limit is the group's: it counts every thread of every process in it, whoever has started it. A limit of
	// setrlimit(2) counts the processes of a user, wherever they are.
	if err := setNumber(filepath.Join(group, "pids.max"), most-1); err != nil {
		return 0, 0, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	if err := setNumber(filepath.Join(group, "cgroup.procs"), int64(cmd.Process.Pid)); err != nil {
		return 0, 0, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return 0, 0, err
	}
	// Before the group goes: what it has counted goes with it.
	refused, err = refusals(filepath.Join(group, "pids.events"))
	return cmd.ProcessState.ExitCode(), refused, err
}

// refusals reads the line "max N".
func refusals(file string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if n, ok := strings.CutPrefix(line, "max "); ok {
			return strconv.ParseInt(n, 10, 64)
		}
	}
	return 0, fmt.Errorf("%s: no line max", file)
}

// setNumber writes a number to a file of a group.
func setNumber(file string, n int64) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(strconv.FormatInt(n, 10))
	return err
}
