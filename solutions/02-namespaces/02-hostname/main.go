//go:build linux

// Given; the exercise is in hostname.go. The program starts itself a second time:
// startNamed says in which namespace, and becomeNamed is what the second one does.
package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "--inside"

// The main goroutine stays on the first thread: namespaces belong to threads.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "NAME COMMAND…")
	if args[0] == childArg {
		if err := becomeNamed(args[1], args[2:]); err != nil {
			given.GiveUp(err)
		}
		return
	}
	again := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	again.Args[0] = os.Args[0] // the name under which errors are told
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	switch err := startNamed(again); {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		given.GiveUp(err)
	}
}
