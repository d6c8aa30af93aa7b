//go:build linux

// Given; the exercise is in view.go.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--again"

// Namespaces belong to threads, and a Go program moves from thread to thread.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(3, "GROUP AT COMMAND [ARGUMENT…]")
	if args[0] == childArg {
		given.GiveUp(child(args[1], args[2], args[3:]))
	}
	again := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	again.Args[0] = os.Args[0] // the name under which errors are told
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := again.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		given.GiveUp(err)
	}
	os.Exit(again.ProcessState.ExitCode())
}

// child goes where the command is to be, and becomes it.
func child(group, at string, command []string) error {
	kind, options, err := treeOf(group)
	if err != nil {
		return err
	}
	if err := enterView(group, at, kind, options); err != nil {
		return err
	}
	return fmt.Errorf("exec %s: %w", command[0], syscall.Exec(command[0], command, os.Environ()))
}

// treeOf finds how the tree that the group is in was mounted: type and options of mount(2).
func treeOf(group string) (kind, options string, err error) {
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return "", "", err
	}
	for _, line := range strings.Split(string(mounts), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(group, fields[1]+"/") || !strings.HasPrefix(fields[2], "cgroup") {
			continue
		}
		kind = fields[2]
		if kind == "cgroup" {
			options = strings.Join(slices.DeleteFunc(strings.Split(fields[3], ","), isFlag), ",")
		}
		return kind, options, nil
	}
	return "", "", fmt.Errorf("find the tree of %s: %w", group, os.ErrNotExist)
}

// isFlag tells what is said of every mount from what is said of a tree of version 1: its controllers.
func isFlag(option string) bool {
	return slices.Contains([]string{"rw", "ro", "nosuid", "nodev", "noexec", "relatime", "noatime"}, option)
}
