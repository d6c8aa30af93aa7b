//go:build linux

// Given; the exercise is in escape.go.
package main

import (
	"os"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID shows.
func init() { runtime.LockOSThread() }

func main() {
	file := given.Arguments(1, "FILE")[0]
	if err := escape(); err != nil {
		given.GiveUp(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		given.GiveUp(err)
	}
	os.Stdout.Write(text) //nolint:errcheck // there is nobody left to tell
}
