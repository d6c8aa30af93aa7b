//go:build linux

// Given; the exercise is in cpu.go. The program makes a control group, sets its limit, and runs a command in it.
package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const insideArg = "--inside"

func main() {
	args := given.Arguments(3, "NAME THOUSANDTHS COMMAND…")
	if args[0] == insideArg {
		given.GiveUp(becomeInside(args[1], args[2:]))
	}
	thousandths, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		given.GiveUp(err)
	}
	status, err := runWith(args[0], thousandths, args[2:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}

// runWith makes the group, has limitProcessors set its limit, and runs the command in it.
func runWith(name string, thousandths int64, command []string) (int, error) {
	version, tree, err := given.Tree("cpu")
	if err != nil {
		return 0, err
	}
	group := filepath.Join(tree, name)
	if err := os.Mkdir(group, 0o755); err != nil {
		return 0, err
	}
	defer os.Remove(group)
	if err := limitProcessors(version, group, thousandths); err != nil {
		given.GiveUp(err)
	}
	cmd := exec.Command("/proc/self/exe", append([]string{insideArg, group}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return max(cmd.ProcessState.ExitCode(), 0), nil
}

// becomeInside goes into the group and becomes the command; it returns only with an error.
func becomeInside(group string, command []string) error {
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0); err != nil {
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
