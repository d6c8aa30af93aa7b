//go:build linux

// Given; the exercise is in join.go.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// The main goroutine stays on the first thread, the one that /proc/PID/cgroup shows.
func init() { runtime.LockOSThread() }

func main() {
	args := given.Arguments(4, "NAME BYTES PROCESSES COMMAND…")
	var memory, pids int64
	if n, err := fmt.Sscan(args[1]+" "+args[2], &memory, &pids); n != 2 {
		given.GiveUp(fmt.Errorf("read limits %s %s: %w", args[1], args[2], err))
	}
	status, err := runInGroup(args[0], memory, pids, args[3:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}
