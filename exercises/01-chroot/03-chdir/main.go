//go:build linux

// Given; the exercise is in run.go.
package main

import (
	"os"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID shows.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(2, "ROOT COMMAND…")
	status, err := run(args[0], args[1:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}
