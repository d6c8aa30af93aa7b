//go:build linux

// Given; the exercise is in proc.go. The program starts itself a second time:
// startContainer says in which namespaces, and becomeFirst is what the second one does.
package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--inside"

// Two things that a Go program does behind one's back would disturb here: it moves from thread to
// thread, and namespaces belong to threads; and before its first exec.Cmd package os forks once to
// find out whether the kernel has pidfds.
func init() {
	runtime.LockOSThread()
	os.FindProcess(os.Getpid()) //nolint:errcheck // for what it does on the way
}

func main() {
	args := given.Arguments(2, "ROOT COMMAND…")
	if args[0] == childArg {
		if err := becomeFirst(args[1], args[2:]); err != nil {
			given.GiveUp(err)
		}
		return
	}
	again := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	again.Args[0] = os.Args[0] // the name under which errors are told
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	switch err := startContainer(again); {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		given.GiveUp(err)
	}
}
