//go:build linux

// Given; the exercise is in fork.go.
package main

import (
	"os"
	"os/exec"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--again"

// Two things that a Go program does behind one's back would disturb here: it moves from thread to
// thread, and namespaces belong to threads; and before its first exec.Cmd package os forks once to
// find out whether the kernel has pidfds.
func init() {
	runtime.LockOSThread()
	os.FindProcess(os.Getpid()) //nolint:errcheck // for what it does on the way
}

func main() {
	lines := given.Arguments(1, "LINE…")
	work := func() (int, error) {
		again := exec.Command("/proc/self/exe", append([]string{childArg}, lines...)...)
		again.Args[0] = os.Args[0] // the name under which errors are told
		again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
		return inTurn(again, lines)
	}
	if lines[0] == childArg {
		work = func() (int, error) { return helpInTurn(lines[1:]) }
	}
	status, err := work()
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}
