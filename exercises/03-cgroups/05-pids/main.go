//go:build linux

// Given; the exercise is in pids.go.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID/cgroup shows.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(3, "NAME MOST COMMAND…")
	most, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		given.GiveUp(err)
	}
	status, refused, err := runFenced(args[0], most, args[2:])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println("refused:", refused)
	os.Exit(status)
}
