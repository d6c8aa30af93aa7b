//go:build linux

// Given; the exercise is in race.go.
package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--again"

// A Go program moves from thread to thread. The first goroutine stays on the first thread, so that what other
// goroutines do to theirs is never done to that one, which stands for the process in /proc/PID.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "GROUP COMMAND [ARGUMENT…]")
	if args[0] == childArg {
		given.GiveUp(becomeCommand(args[1], args[2:]))
	}
	again := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	again.Args[0] = os.Args[0] // the name under which errors are told
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	status, err := startInside(args[0], version(args[0]), again, args[1:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}

// version is that of the tree that the group is in. Every group of version 2 has this file, none of version 1.
func version(group string) int {
	if _, err := os.Stat(filepath.Join(group, "cgroup.controllers")); err == nil {
		return 2
	}
	return 1
}
